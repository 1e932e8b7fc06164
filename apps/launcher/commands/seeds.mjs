import { parseArgs } from 'node:util';
import { test } from '../suites/test.mjs';

const SUITE = 'test/seeds/billing-life';

/** The command behind `npm run test:seeds`; resolves to the exit code. */
export async function seeds(args) {
  const { values } = parseArgs({
    args,
    options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
  });
  process.env.LIFE_SEEDS = values.count;
  return test(['int', SUITE, '--seed', values.seed, '--verbose']);
}
