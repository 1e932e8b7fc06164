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
        clock.travelTo(new Date(clock.monotonicMs() + ms));
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

  it('let the limit through, then close for the block and open again', async () => {
    await onEach(async (counter, pass) => {
      const hit = { key: 'a', windowMs: 5_000, limit: 2, blockMs: 400 };
      expect(await counter.count(hit)).toMatchObject({ hits: 1, blockedMs: 0 });
      expect(await counter.count(hit)).toMatchObject({ hits: 2, blockedMs: 0 });
      const closing = await counter.count(hit);
      expect(closing.blockedMs).toBeGreaterThan(300);
      expect((await counter.count(hit)).blockedMs).toBeGreaterThan(0);
      expect(await counter.count({ ...hit, key: 'b' })).toMatchObject({ hits: 1, blockedMs: 0 });
      await pass(450);
      expect(await counter.count(hit)).toMatchObject({ hits: 1, blockedMs: 0 });
    });
  });

  it('start again when the window is over', async () => {
    await onEach(async (counter, pass) => {
      const hit = { key: 'w', windowMs: 300, limit: 2, blockMs: 300 };
      await counter.count(hit);
      await counter.count(hit);
      await pass(350);
      expect(await counter.count(hit)).toMatchObject({ hits: 1, blockedMs: 0 });
    });
  });

  it('lose no hit of a crowd', async () => {
    await onEach(async (counter) => {
      const hit = { key: 'crowd', windowMs: 10_000, limit: 7, blockMs: 10_000 };
      const counts = await Promise.all(Array.from({ length: 20 }, () => counter.count(hit)));
      expect(counts.filter(({ blockedMs }) => blockedMs === 0)).toHaveLength(7);
    });
  });

  it('go on in memory, limited, when their place fails', async () => {
    const broken = { enabled: true, client: undefined } as unknown as RedisConnection;
    const storage = new RateLimitStorage(broken, module.get(PgHitCounter), clock);
    const hit = () => storage.increment('1.2.3.4', 1_000, 1, 1_000, 'login');
    expect((await hit()).isBlocked).toBe(false);
    expect((await hit()).isBlocked).toBe(true);
  });

  it('count security buckets in PostgreSQL when there is no Redis', async () => {
    if (process.env.TEST_REDIS_URL !== undefined) return;
    const another = new RateLimitStorage(module.get(RedisConnection), module.get(PgHitCounter), clock);
    await module.get(RateLimitStorage).increment('9.9.9.9', 60_000, 1, 60_000, 'login');
    expect((await another.increment('9.9.9.9', 60_000, 1, 60_000, 'login')).isBlocked).toBe(true);
  });
});
