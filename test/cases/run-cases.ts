import { CaseFileError, readCases } from './case-file';
import { checkCase, type Difference } from './check-case';

/*
 * `node run-cases.js FILE`: checks worked cases of the format of billing.md section 2. Prints every case that fails.
 * Exit code 0: all hold, 1: one does not, 2: the file cannot be read as cases, or has none.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function main(file: string): number {
  const cases = readCases(file);
  let failed = 0;
  for (const one of cases) {
    const differences = checkCase(one);
    if (differences.length === 0) continue;
    failed++;
    say(`FAIL ${one.id} (${one.group})`);
    for (const difference of differences) say(`  ${describe(difference)}`);
  }
  say(`${cases.length} cases, ${cases.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function describe({ field, expected, actual }: Difference): string {
  return `${field === '' ? '' : `${field}: `}expected ${JSON.stringify(expected)}, actual ${JSON.stringify(actual)}`;
}

try {
  process.exitCode = main(process.argv[2] ?? '');
} catch (error) {
  if (!(error instanceof CaseFileError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
