import { parseArgs } from 'node:util';
import { test } from '../suites/test.mjs';

const SUITE = 'test/seeds/';

/** The command behind `npm run test:seeds`; resolves to the exit code. */
export async function seeds(args) {
  const { values } = parseArgs({
    args,
    options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
  });
  process.env.LIFE_SEEDS = values.count;
  const begun = Date.now();
  const code = await test(['int', SUITE, '--seed', values.seed, '--verbose']);
  const each = (Date.now() - begun) / 1000 / Number(values.count);
  console.log(`${values.count} lives, ${each.toFixed(1)} s of wall time each, two at a time, the start included`);
  return code;
}
