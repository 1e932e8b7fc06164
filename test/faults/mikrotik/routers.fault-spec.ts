import { type INestApplicationContext } from '@nestjs/common';
import { RouterPool, RouterSync, SyncRouterService } from '@app/mikrotik';
import { Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createSyncBench, eventually, type SyncBench } from '../../support/mikrotik/sync-bench';

const SECRET = 'ppp-secret';

/** Rows F11 and F12 of the fault matrix (billing.md 4.4), at the level of the sync. */
describe('faults of routers', () => {
  const never = new AbortController().signal;
  let bench: SyncBench;
  let app: INestApplicationContext;
  const routers: SimulatedRouter[] = [];

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
  });
  afterEach(async () => {
    await Promise.all(routers.splice(0).map((router) => router.close()));
  });
  afterAll(() => bench.close());

  const service = () => app.get(SyncRouterService, { strict: false });
  const sync = () => app.get(RouterSync, { strict: false });
  const pool = () => app.get(RouterPool, { strict: false });
  const database = () => app.get(Database, { strict: false });

  const start = async (): Promise<{ router: SimulatedRouter; id: string }> => {
    const router = await startRouter({ version: '7.20', cpes: [] });
    routers.push(router);
    const id = await bench.register(app, router);
    bench.wishes.want(id, { kind: 'ppp-profile', key: 'isolir', values: { 'rate-limit': '128k/128k' } });
    return { router, id };
  };
  const want = (id: string, key: string, profile: string) => {
    bench.wishes.want(id, { kind: SECRET, key, values: { password: '001234', profile, disabled: 'no' } });
  };
  const mark = (id: string, ...keys: string[]) =>
    sync().markDirty(
      id,
      keys.map((key) => ({ kind: SECRET, key, priority: 1 })),
    );

  it.each([
    ['is half-open', { halfOpen: true }, 'open'],
    ['takes 10 s for everything', { latency: 10_000 }, 'open'],
    ['drops in the middle of a reply', { cutAfterRows: 0 }, 'closed'],
    ['loses the answers to writes', { loseAnswer: '/ppp/secret/add' }, 'closed'],
  ] as const)(
    'F11 a router %s: the others do not notice, nothing is done twice',
    async (_name, fault, breaker) => {
      const [bad, good] = [await start(), await start()];
      await Promise.all([bad, good].map(({ id }) => service().run(id, never)));
      bad.router.faults.set(fault);
      for (const { id } of [bad, good]) for (const key of ['budi', 'siti', 'joko']) want(id, key, 'isolir');
      for (const { id } of [bad, good]) {
        await mark(id, 'budi', 'siti', 'joko');
        await sync().wantFullSync(id);
      }
      const order: string[] = [];
      await Promise.all([
        service()
          .run(bad.id, never)
          .then((outcome) => order.push(`bad ${outcome}`)),
        service()
          .run(good.id, never)
          .then((outcome) => order.push(`good ${outcome}`)),
      ]);
      expect(order.sort()).toEqual(['bad failed', 'good done']);
      expect(good.router.rows('/ppp/secret')).toHaveLength(3);
      expect(pool().state(good.id)).toMatchObject({ failures: 0, breaker: { state: 'closed' } });
      for (let n = 0; n < 2; n++) {
        await sync().forgetBackoff(bad.id);
        await service().run(bad.id, never);
      }
      expect(pool().state(bad.id)?.breaker).toMatchObject({ state: breaker });

      bad.router.faults.clear();
      await eventually(async () => {
        await database().execute(`update routers set next_attempt_at = null where id = $1`, [bad.id]);
        return (await service().run(bad.id, never)) === 'done';
      }, 10_000);
      const names = bad.router.rows('/ppp/secret').map(({ name }) => name);
      expect([...names].sort()).toEqual(['budi', 'joko', 'siti']);
      expect(pool().state(bad.id)?.breaker.state).toBe('closed');
    },
    60_000,
  );

  it('F12 a router comes back without its configuration, and somebody edits by hand: restored by the next full sync', async () => {
    const { router, id } = await start();
    for (const key of ['budi', 'siti']) want(id, key, 'isolir');
    await service().run(id, never);
    for (const row of router.rows('/ppp/secret')) router.run('/ppp/secret/remove', `=.id=${row['.id'] ?? ''}`);
    await router.reboot(20);
    await fullSyncIsDue(id);
    await eventually(async () => {
      await database().execute(`update routers set next_attempt_at = null where id = $1`, [id]);
      return (await service().run(id, never)) === 'done';
    }, 10_000);
    expect(router.row('/ppp/secret', 'budi')?.profile).toBe('isolir');

    router.run('/ppp/secret/set', '=.id=budi', '=profile=default');
    router.run('/ppp/secret/remove', '=.id=siti');
    router.run('/ppp/secret/add', '=name=teman', '=profile=default');
    await fullSyncIsDue(id);
    expect(await service().run(id, never)).toBe('done');
    expect(router.row('/ppp/secret', 'budi')?.profile).toBe('isolir');
    expect(router.row('/ppp/secret', 'siti')?.profile).toBe('isolir');
    expect(router.row('/ppp/secret', 'teman')?.profile).toBe('default');
  }, 60_000);

  /** One interval has passed. */
  const fullSyncIsDue = (id: string) =>
    database().execute(`update routers set last_full_sync_at = now() - interval '17 minutes' where id = $1`, [id]);
});
