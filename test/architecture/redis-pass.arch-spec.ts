import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
/** What gives a test `TEST_REDIS_URL`. */
const REDIS = /REDIS|createWorkerApp|createApiApp|useTestEnvironment|createSyncBench|GroupBench/;

/** The second pass of `npm test` leaves out what has no second form, and nothing else. */
describe('the Redis pass', () => {
  const options = readFileSync(join(ROOT, 'apps/launcher/suites/options.mjs'), 'utf8');
  const [, list = ''] = /WITHOUT_REDIS = \[([^\]]*)\]/.exec(options) ?? [];
  const patterns = [...list.matchAll(/'([^']+)'/g)].map(([, text = '']) => new RegExp(text.replaceAll('\\\\', '\\')));
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.fault-spec.ts') || name.endsWith('.scenario-spec.ts'))
    .map((name) => `test/${name}`);

  it('leaves out files that exist, none of which is ever given a Redis', () => {
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) {
      const left = files.filter((name) => pattern.test(name));
      expect(left).not.toEqual([]);
      for (const name of left)
        expect([name, REDIS.test(readFileSync(join(ROOT, name), 'utf8'))]).toEqual([name, false]);
    }
  });
});
