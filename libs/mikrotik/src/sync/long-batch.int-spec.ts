import { type INestApplicationContext } from '@nestjs/common';
import { Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { routerLease } from './sync-router.constants';
import { RouterSync } from './router-sync';
import { SyncRouterService } from './sync-router.service';

const SIZE = 450;
const names = Array.from({ length: SIZE }, (_, n) => `u${String(n).padStart(3, '0')}`);

describe('a long batch on one router', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let database: Database;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
    database = app.get(Database, { strict: false });
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    router = await startRouter({ version: '7.20', cpes: [] });
    id = await bench.register(app, router);
    for (const name of names) secret(name, 'default');
    expect(await run()).toBe('done');
  });
  afterEach(() => router.close());

  const secret = (key: string, profile: string) => {
    bench.wishes.want(id, { kind: 'ppp-secret', key, values: { password: 'x', profile } });
  };
  const mark = (keys: readonly string[], priority = 9) =>
    app.get(RouterSync, { strict: false }).markDirty(
      id,
      keys.map((key) => ({ kind: 'ppp-secret', key, priority })),
    );
  const run = () => app.get(SyncRouterService, { strict: false }).run(id, new AbortController().signal);
  const settled = async () =>
    (await database.queryOne<{ n: number }>(
      `select count(*)::int as n from router_sync_items where router_id = $1 and wanted_version > applied_version`,
      [id],
    ))!.n === 0;
  /** Writes to secrets, by the name of the secret. */
  const written = (since: number) => {
    const byId = new Map(router.rows('/ppp/secret').map((row) => [row['.id'], row.name ?? '']));
    return router
      .writes()
      .slice(since)
      .filter(({ command }) => command === '/ppp/secret/set')
      .map(({ attributes }) => byId.get(attributes['.id'] ?? '') ?? '');
  };

  it('a restored subscriber does not wait for its end, and nothing stale is written over it', async () => {
    for (const name of names) secret(name, 'default-encryption');
    await mark(names);
    const since = router.writes().length;
    const running = run();
    await router.until(() => written(since).length > 20);
    secret('u440', 'default');
    router.run('/ppp/secret/set', '=.id=u440', '=profile=default-encryption');
    await mark(['u440'], 1);
    expect(await running).toBe('done');
    const order = written(since);
    expect(order.indexOf('u440')).toBeLessThan(300);
    expect(order.filter((name) => name === 'u440')).toHaveLength(1);
    expect(router.row('/ppp/secret', 'u440')?.profile).toBe('default');
    expect(router.rows('/ppp/secret').filter(({ profile }) => profile === 'default-encryption')).toHaveLength(SIZE - 1);
    expect(await settled()).toBe(true);
  });

  it('who has lost the lease writes nothing more', async () => {
    for (const name of names) secret(name, 'default-encryption');
    await mark(names);
    const since = router.writes().length;
    router.faults.set({ latency: 20 });
    const running = run();
    await router.until(() => written(since).length > 20);
    await database.execute(
      `update leases set holder = gen_random_uuid(), fence = fence + 1, expires_at = now() + interval '1 minute' where name = $1`,
      [routerLease(id)],
    );
    expect(await running).toBe('lost');
    expect(written(since).length).toBeLessThan(SIZE);
    router.faults.clear();
    expect(await run()).toBe('busy');
    await database.execute(`update leases set expires_at = now() where name = $1`, [routerLease(id)]);
    expect(await run()).toBe('done');
    expect(written(since)).toHaveLength(SIZE);
    expect(await settled()).toBe(true);
  });
});
