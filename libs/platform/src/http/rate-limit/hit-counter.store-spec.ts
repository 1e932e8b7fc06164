import { Test, type TestingModule } from '@nestjs/testing';
import { FixedClock } from '@app/core';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { PlatformModule } from '../../platform.module';
import { RedisConnection } from '../../redis/redis-connection';
import { type HitCounter } from './hit-counter';
import { MemoryHitCounter } from './memory-hit-counter';
import { PgHitCounter } from './pg-hit-counter';
import { RateLimitStorage } from './rate-limit.storage';
import { RedisHitCounter } from './redis-hit-counter';

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('hit counters', () => {
  let server: TestDatabase;
  let module: TestingModule;
  const clock = new FixedClock(new Date(0));
  const counters: { name: string; counter: HitCounter; pass: (ms: number) => unknown }[] = [];

  beforeAll(async () => {
    server = await createTestDatabase();
    process.env.DATABASE_URL = server.url;
    process.env.REDIS_URL = process.env.TEST_REDIS_URL ?? '';
    process.env.REDIS_PREFIX = server.name;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot('hits')],
      providers: [PgHitCounter, RateLimitStorage],
    }).compile();
    await module.init();
    counters.push({
      name: 'memory',
      counter: new MemoryHitCounter(clock),
      pass: (ms) => {
        clock.travelTo(new Date(Math.ceil(clock.monotonicMs() + ms)));
      },
    });
    counters.push({ name: 'postgres', counter: module.get(PgHitCounter), pass: later });
    if (process.env.TEST_REDIS_URL !== undefined) {
      await module.get(RedisConnection).client?.ping();
      counters.push({ name: 'redis', counter: new RedisHitCounter(module.get(RedisConnection)), pass: later });
    }
  });
  afterAll(async () => {
    await module.close();
    await server.drop();
  });

  const onEach = async (check: (counter: HitCounter, pass: (ms: number) => unknown) => Promise<void>) => {
    for (const { counter, pass } of counters) await check(counter, pass);
  };

  it('let the limit through, then one more after the wait that they name', async () => {
    await onEach(async (counter, pass) => {
      const hit = { key: 'a', windowMs: 600, limit: 3 };
      for (let n = 1; n <= 3; n++) expect(await counter.count(hit)).toMatchObject({ retryMs: 0 });
      const { retryMs } = await counter.count(hit);
      expect(retryMs).toBeGreaterThan(0);
      expect(retryMs).toBeLessThanOrEqual(1_200);
      expect(await counter.count({ ...hit, key: 'b' })).toMatchObject({ hits: 1, retryMs: 0 });
      await pass(retryMs + 5);
      expect((await counter.count(hit)).retryMs).toBe(0);
      expect((await counter.count(hit)).retryMs).toBeGreaterThan(0);
    });
  });

  it('forget after two windows', async () => {
    await onEach(async (counter, pass) => {
      const hit = { key: 'w', windowMs: 150, limit: 2 };
      await counter.count(hit);
      await counter.count(hit);
      await pass(305);
      expect(await counter.count(hit)).toMatchObject({ hits: 1, retryMs: 0 });
    });
  });

  it('lose no hit of a crowd', async () => {
    await onEach(async (counter) => {
      const hit = { key: 'crowd', windowMs: 10_000, limit: 7 };
      const counts = await Promise.all(Array.from({ length: 20 }, () => counter.count(hit)));
      expect(counts.filter(({ retryMs }) => retryMs === 0)).toHaveLength(7);
    });
  });

  it('count security buckets in PostgreSQL when there is no Redis', async () => {
    if (process.env.TEST_REDIS_URL !== undefined) return;
    const another = new RateLimitStorage(module.get(RedisConnection), module.get(PgHitCounter), clock);
    await module.get(RateLimitStorage).increment('9.9.9.9', 60_000, 1, 60_000, 'login');
    expect((await another.increment('9.9.9.9', 60_000, 1, 60_000, 'login')).isBlocked).toBe(true);
  });
});
