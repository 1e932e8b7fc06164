import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../paths.mjs';
import { runNode } from './program.mjs';

const JEST = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const WORKERS = 2;

/**
 * Runs one Jest project, but for the files whose paths match `without`. A file that cannot be loaded and a run that ends
 * badly count as a failure each, so that nothing is green by not having run.
 *
 * @returns {Promise<{ passed: number, failed: number, skipped: number, output: string, tests: RanTest[] }>}
 */
export async function runSuite(name, { env, patterns, seed, verbose, without = [] }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'langgan-jest-'));
  const file = path.join(folder, 'result.json');
  const flags = ['-c', '.config/jest.config.cjs', '--selectProjects', name, `--maxWorkers=${WORKERS}`];
  const left = ['/node_modules/', ...without].map((pattern) => `--testPathIgnorePatterns=${pattern}`);
  const output = ['--passWithNoTests', `--seed=${seed}`, '--json', `--outputFile=${file}`];
  try {
    const run = await runNode([JEST, ...flags, ...left, ...output, ...patterns], {
      env,
      show: verbose,
      isDone: () => fs.existsSync(file),
    });
    return read(file, run, verbose);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function read(file, run, verbose) {
  if (run.timedOut || !fs.existsSync(file)) {
    const reason = run.timedOut
      ? 'Jest did not end and was killed'
      : `Jest ended with code ${run.code} without a result`;
    return { passed: 0, failed: 1, skipped: 0, tests: [], output: `${reason}\n${run.output}` };
  }
  const result = JSON.parse(fs.readFileSync(file, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  // why: a process that stays after its tests holds something open, and exit code 1 alone must not pass for green
  const endedBadly = failed === 0 && run.code !== 0;
  const failures = result.testResults.filter((one) => one.status === 'failed' || one.message);
  return {
    passed: result.numPassedTests,
    failed: endedBadly ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
    tests: result.testResults.flatMap(testsOf),
    output: endedBadly ? run.output : verbose ? '' : failures.map(describe).join('\n'),
  };
}

/**
 * @typedef {{ titles: string[], status: string }} RanTest the titles around it, outermost first. A file that could not be
 * loaded is one failed test under the name of the file.
 */
function testsOf({ name, assertionResults, status }) {
  if (assertionResults.length === 0 && status === 'failed') {
    return [{ titles: [path.basename(name)], status: 'failed' }];
  }
  return assertionResults.map((one) => ({ titles: one.ancestorTitles, status: one.status }));
}

const describe = ({ name, message }) => `${path.relative(ROOT, name)}\n${message}`;
