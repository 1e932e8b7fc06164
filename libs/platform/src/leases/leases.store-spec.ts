import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { Database } from '../database/database';
import { PlatformErrors } from '../platform.errors';
import { PlatformModule } from '../platform.module';
import { type Lease, Leases } from './leases';

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('leases', () => {
  let server: TestDatabase;
  let one: TestingModule;
  let two: TestingModule;

  beforeAll(async () => {
    server = await createTestDatabase();
    process.env.DATABASE_URL = server.url;
    process.env.REDIS_URL = process.env.TEST_REDIS_URL ?? '';
    process.env.REDIS_PREFIX = server.name;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;
    [one, two] = await Promise.all([
      Test.createTestingModule({ imports: [PlatformModule.forRoot('one')] }).compile(),
      Test.createTestingModule({ imports: [PlatformModule.forRoot('two')] }).compile(),
    ]);
    await Promise.all([one.init(), two.init()]);
  });
  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await server.drop();
  });

  it('exclude each other and raise the fence with every holder', async () => {
    const inside = await one.get(Leases).tryWith('router:7', 10_000, async (lease) => {
      expect(await two.get(Leases).tryWith('router:7', 10_000, () => Promise.resolve(1))).toBeUndefined();
      expect(await two.get(Leases).tryWith('router:8', 10_000, () => Promise.resolve(1))).toEqual({ result: 1 });
      await lease.assertHeld();
      return lease.fence;
    });
    const after = await two.get(Leases).tryWith('router:7', 10_000, (lease) => Promise.resolve(lease.fence));
    expect(inside).toEqual({ result: 1n });
    expect(after).toEqual({ result: 2n });
  });

  it('let only one of many in', async () => {
    const all = [...Array(20).keys()].map((n) =>
      (n % 2 ? one : two).get(Leases).tryWith('crowd', 10_000, () => later(300)),
    );
    expect((await Promise.all(all)).filter((outcome) => outcome !== undefined)).toHaveLength(1);
  });

  it('are renewed while the work lasts', async () => {
    const work = one.get(Leases).tryWith('long', 300, async (lease) => {
      await later(1_000);
      await lease.assertHeld();
      return 'done';
    });
    await later(700);
    expect(await two.get(Leases).tryWith('long', 300, () => Promise.resolve('stolen'))).toBeUndefined();
    expect(await work).toEqual({ result: 'done' });
  });

  it('are taken over when they ran out, and the paused holder learns of it', async () => {
    const holder: { lease?: Lease } = {};
    const paused = one.get(Leases).tryWith('paused', 60_000, async (lease) => {
      holder.lease = lease;
      await one.get(Database).execute(`update leases set expires_at = clock_timestamp() where name = 'paused'`);
      const taken = await two.get(Leases).tryWith('paused', 60_000, async (next) => {
        await expect(lease.assertHeld()).rejects.toMatchObject({ code: PlatformErrors.LEASE_LOST.definition.code });
        return next.fence;
      });
      expect(taken).toEqual({ result: lease.fence + 1n });
    });
    await paused;
    expect(holder.lease?.signal.aborted).toBe(true);
  });

  it('are believed for as long as the holder says, and asked for otherwise', async () => {
    await one.get(Leases).tryWith('fresh', 60_000, async (lease) => {
      await one.get(Database).execute(`update leases set expires_at = clock_timestamp() where name = 'fresh'`);
      await lease.assertHeld(30_000);
      await expect(lease.assertHeld()).rejects.toMatchObject({ code: PlatformErrors.LEASE_LOST.definition.code });
      await expect(lease.assertHeld(30_000)).rejects.toMatchObject({
        code: PlatformErrors.LEASE_LOST.definition.code,
      });
    });
  });

  it('abort the signal when a renewal finds another holder', async () => {
    const aborted = await one.get(Leases).tryWith('lost', 300, async (lease) => {
      await one.get(Database).execute(`update leases set holder = gen_random_uuid() where name = 'lost'`);
      await later(400);
      return lease.signal.aborted;
    });
    expect(aborted).toEqual({ result: true });
  });

  it('stand outside of the caller’s transaction and survive its rollback', async () => {
    const database = one.get(Database);
    const attempt = database.transaction(() =>
      one.get(Leases).tryWith('in-transaction', 10_000, async () => {
        expect(await two.get(Leases).tryWith('in-transaction', 10_000, () => Promise.resolve(1))).toBeUndefined();
        throw new Error('rolled back');
      }),
    );
    await expect(attempt).rejects.toThrow('rolled back');
    expect(await two.get(Leases).tryWith('in-transaction', 10_000, () => Promise.resolve(1))).toEqual({ result: 1 });
  });
});
