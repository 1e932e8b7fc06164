import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** Checks that are no Jest suites, in the order in which they run. */
export const CHECKS = ['format', 'lint', 'types', 'build'];

/** Jest projects of .config/jest.config.cjs, in the order in which they run. */
export const SUITES = ['arch', 'unit', 'int', 'store', 'e2e', 'contract', 'scenarios', 'faults'];

/** Suites that touch queues, cache, locks or rate limits: they run on PostgreSQL alone and once more on a real Redis. */
export const ON_REDIS_TOO = ['store', 'scenarios', 'faults'];

/**
 * Files of those suites whose processes are never given a Redis: on Redis they would be the very same tests again
 * (test/architecture/redis-pass.arch-spec.ts).
 */
export const WITHOUT_REDIS = [
  'test/faults/payments/(callbacks|database|gateways|isolation-race|reconciliation)\\.fault-spec\\.ts$',
  'test/faults/simulator/faults\\.fault-spec\\.ts$',
];

/** `security`: the tests of these suites that stand for a rule of security, in {@link SECURITY_FOLDER}. */
const SECURITY_SUITES = ['arch', 'unit', 'int', 'store', 'e2e'];
export const SECURITY_FOLDER = 'test/security/';
const SECURITY_RULES_TEST = 'security-ids.arch-spec';

/** Suites that run or read the compiled product. */
export const NEED_BUILD = ['arch', 'int', 'e2e', 'contract', 'scenarios', 'faults'];

export const HELP = `npm test [-- suites … patterns … options]

Runs everything, or the named parts: ${[...CHECKS, ...SUITES].join(' ')}.
Any other word is a pattern for paths of test files.
The one word "security" runs the tests in ${SECURITY_FOLDER} and tells which rule of security holds.

  --seed N     seed of the random numbers in tests (default: a new one, printed)
  --verbose    show Jest's own output
  --help       this text

Starts a PostgreSQL in .data/test (or uses TEST_DATABASE_URL) and a redis-server on a free port when one is found (or
uses TEST_REDIS_URL). The last line is "N passed, N failed, N skipped"; the exit code is 0 only when nothing failed.
`;

/** @returns {{ stages: string[], patterns: string[], seed: number, verbose: boolean, help: boolean, all: boolean, security: boolean }} */
export function readOptions(args) {
  const { values, positionals: words } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const security = words.includes('security');
  if (security && words.length > 1) throw new Error('security: takes no further words');
  const positionals = security ? [...SECURITY_SUITES, SECURITY_FOLDER, SECURITY_RULES_TEST] : words;
  const known = [...CHECKS, ...SUITES];
  const named = known.filter((name) => positionals.includes(name));
  const patterns = positionals.filter((word) => !known.includes(word));
  const seed = values.seed === undefined ? randomInt(2 ** 31 - 1) : Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`--seed ${values.seed}: not a whole number`);
  const { verbose, help } = values;
  return {
    stages: withBuild(stagesOf(named, patterns)),
    patterns,
    seed,
    verbose,
    help,
    all: named.length === 0,
    security,
  };
}

/** A pattern alone asks for its tests, in whatever suite they are, not for the checks. */
function stagesOf(named, patterns) {
  if (named.length > 0) return named;
  return patterns.length > 0 ? SUITES : [...CHECKS, ...SUITES];
}

function withBuild(stages) {
  if (stages.includes('build') || !stages.some((name) => NEED_BUILD.includes(name))) return stages;
  const checks = stages.filter((name) => CHECKS.includes(name));
  return [...checks, 'build', ...stages.filter((name) => SUITES.includes(name))];
}
