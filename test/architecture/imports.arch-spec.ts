import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const config = join(root, '.config/dependency-cruiser.cjs');

interface Violation {
  from: string;
  rule: { name: string };
}

/** Violations of the import rules below `cwd`. */
function violations(cwd: string, extra: string[] = []): Violation[] {
  const args = [
    depcruise,
    '--config',
    config,
    '--output-type',
    'json',
    ...extra,
    'libs',
    ...(cwd === root ? ['apps'] : []),
  ];
  const output = run(args, cwd);
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}

/** The tool exits with the number of errors; its report is on stdout all the same. */
function run(args: string[], cwd: string): string {
  try {
    return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 256 << 20 });
  } catch (error) {
    const { stdout } = error as { stdout: string };
    if (!stdout.startsWith('{')) throw error;
    return stdout;
  }
}

describe('who may import whom', () => {
  it('holds in the product', () => {
    const found = violations(root).map(({ from, rule }) => `${rule.name}: ${from}`);
    expect(found).toEqual([]);
  }, 120_000);

  it('bites on planted violations', () => {
    const fixtures = join(__dirname, 'fixtures');
    const found = violations(fixtures, ['--ts-config', join(root, 'tsconfig.json')]);
    const broken = (file: string): string[] =>
      found.filter(({ from }) => from.endsWith(file)).map(({ rule }) => rule.name);
    expect(broken('imports-billing.ts')).toEqual(expect.arrayContaining(['core-imports-only-nothing', 'core-is-pure']));
    expect(broken('imports-deep.ts')).toEqual(
      expect.arrayContaining(['platform-imports-only-core', 'only-through-the-door']),
    );
    expect(broken('imports-service.ts')).toContain('domain-is-pure');
    expect([...broken('circle-a.ts'), ...broken('circle-b.ts')]).toContain('no-circular');
  }, 120_000);
});
