import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { eventually } from '../../../../test/support/worker-app';
import { Database } from '../database/database';
import { PlatformModule } from '../platform.module';
import { Cache } from './cache';
import { CacheKeys } from './cache-keys';

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('cache', () => {
  let server: TestDatabase;
  let one: INestApplicationContext;
  let two: INestApplicationContext;
  let round = 0;

  const key = () => CacheKeys.plan(String(round));
  const boot = async (name: string): Promise<INestApplicationContext> =>
    (await Test.createTestingModule({ imports: [PlatformModule.forRoot(name)] }).compile()).init();

  beforeAll(async () => {
    server = await createTestDatabase();
    Object.assign(process.env, {
      DATABASE_URL: server.url,
      REDIS_URL: process.env.TEST_REDIS_URL ?? '',
      REDIS_PREFIX: server.name,
      SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    one = await boot('one');
    two = await boot('two');
  });
  beforeEach(() => {
    round += 1;
  });
  afterAll(async () => {
    await one.close();
    await two.close();
    await server.drop();
  });

  it('loads once for many callers, and gives each a copy', async () => {
    let loads = 0;
    const get = () =>
      one.get(Cache).getOrLoad(key(), 60_000, async () => {
        loads += 1;
        await later(50);
        return { price: '1' };
      });
    const values = await Promise.all([...Array(20).keys()].map(get));
    values[0]!.price = 'changed by a caller';
    expect(await get()).toEqual({ price: '1' });
    expect(loads).toBe(1);
  });

  it('keeps nothing of a load that failed', async () => {
    const failing = () => one.get(Cache).getOrLoad(key(), 60_000, () => Promise.reject(new Error('away')));
    await expect(failing()).rejects.toThrow('away');
    expect(await one.get(Cache).getOrLoad(key(), 60_000, () => Promise.resolve(1))).toBe(1);
  });

  it('forgets after its time', async () => {
    await one.get(Cache).getOrLoad(key(), 100, () => Promise.resolve(1));
    await later(150);
    expect(await one.get(Cache).getOrLoad(key(), 100, () => Promise.resolve(2))).toBe(2);
  });

  it('forgets in every process, by key and by family', async () => {
    for (const forget of [
      (cache: Cache) => {
        cache.invalidate(key());
      },
      (cache: Cache) => {
        cache.invalidateFamily('plan');
      },
    ]) {
      round += 1;
      let truth = 'old';
      const read = (app: INestApplicationContext) =>
        app.get(Cache).getOrLoad(key(), 60_000, () => Promise.resolve(truth));
      await Promise.all([read(one), read(two)]);
      truth = 'new';
      expect(await read(two)).toBe('old');
      forget(one.get(Cache));
      expect(await read(one)).toBe('new');
      await eventually(async () => (await read(two)) === 'new');
    }
  });

  it('forgets only after the commit, and not after a rollback', async () => {
    const read = (value: string) => one.get(Cache).getOrLoad(key(), 60_000, () => Promise.resolve(value));
    await read('old');
    const database = one.get(Database);
    const rolledBack = database.transaction(() => {
      one.get(Cache).invalidate(key());
      return Promise.reject(new Error('no'));
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await read('new')).toBe('old');
    await database.transaction(async () => {
      await database.query('select 1');
      one.get(Cache).invalidate(key());
      expect(await read('new')).toBe('old');
    });
    expect(await read('new')).toBe('new');
  });

  it('does not keep what a slow load read before the invalidation', async () => {
    const cache = one.get(Cache);
    const slow = cache.getOrLoad(key(), 60_000, async () => {
      await later(150);
      return 'read before the change';
    });
    await later(30);
    cache.invalidate(key());
    expect(await cache.getOrLoad(key(), 60_000, () => Promise.resolve('new'))).toBe('new');
    expect(await slow).toBe('read before the change');
    expect(await cache.getOrLoad(key(), 60_000, () => Promise.resolve('newer'))).toBe('new');
  });

  it('of another process is not overwritten by a slow load either', async () => {
    const slow = one.get(Cache).getOrLoad(key(), 60_000, async () => {
      await later(200);
      return 'read before the change';
    });
    await later(50);
    two.get(Cache).invalidate(key());
    await slow;
    expect(await two.get(Cache).getOrLoad(key(), 60_000, () => Promise.resolve('new'))).toBe('new');
    expect(await one.get(Cache).getOrLoad(key(), 60_000, () => Promise.resolve('new'))).toBe('new');
  });

  it('counts', async () => {
    const cache = one.get(Cache);
    const before = cache.stats();
    for (let read = 0; read < 3; read += 1) await cache.getOrLoad(key(), 60_000, () => Promise.resolve(1));
    const after = cache.stats();
    expect(after.misses - before.misses).toBe(1);
    expect(after.hitsMemory - before.hitsMemory).toBe(2);
  });

  const withRedis = process.env.TEST_REDIS_URL ? it : it.skip;
  withRedis('shares values through Redis', async () => {
    await one.get(Cache).getOrLoad(key(), 60_000, () => Promise.resolve('from one'));
    expect(await two.get(Cache).getOrLoad(key(), 60_000, () => Promise.resolve('from two'))).toBe('from one');
    expect(two.get(Cache).stats().hitsRedis).toBeGreaterThan(0);
  });
});
