import { type INestApplicationContext } from '@nestjs/common';
import { Database, Leases } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { RouterProbeService } from '../health/router-probe.service';
import { RouterHealthRepository } from '../repositories/router-health.repository';
import { SyncItemRepository } from '../repositories/sync-item.repository';
import { RouterSync } from './router-sync';
import { routerLease } from './sync-router.constants';
import { SyncRouterService } from './sync-router.service';

interface Item {
  key: string;
  wanted: bigint;
  applied: bigint;
  priority: number;
  dead: boolean;
  code: string | null;
  doubt: boolean;
}

/** One run at a time, started by the test: no queue, no schedule. */
describe('the sync of one router', () => {
  const never = new AbortController().signal;
  let bench: SyncBench;
  let app: INestApplicationContext;
  let database: Database;
  let sync: RouterSync;
  let service: SyncRouterService;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
    database = app.get(Database, { strict: false });
    sync = app.get(RouterSync, { strict: false });
    service = app.get(SyncRouterService, { strict: false });
  });
  afterAll(() => bench.close());

  beforeEach(async () => {
    router = await startRouter({ version: '7.20', cpes: [] });
    id = await bench.register(app, router);
    bench.wishes.onAsked = () => Promise.resolve();
    bench.wishes.want(id, { kind: 'ppp-profile', key: 'isolir', values: { 'rate-limit': '128k/128k' } });
  });
  afterEach(() => router.close());

  const secret = (key: string, values: Record<string, string> = {}) => {
    bench.wishes.want(id, { kind: 'ppp-secret', key, values: { password: '001234', profile: 'default', ...values } });
  };
  const mark = (...keys: string[]) =>
    sync.markDirty(
      id,
      keys.map((key) => ({ kind: 'ppp-secret', key })),
    );
  const run = () => service.run(id, never);
  const items = () =>
    database.query<Item>(
      `select resource_key as key, wanted_version as wanted, applied_version as applied, priority, dead,
              last_error_code as code, in_doubt as doubt
         from router_sync_items where router_id = $1 order by resource_key`,
      [id],
    );
  const inSync = async () => (await items()).every(({ wanted, applied }) => wanted === applied);
  const health = async () =>
    (await database.queryOne<{ health: string; code: string | null; failures: number }>(
      'select health, last_error_code as code, failures from routers where id = $1',
      [id],
    ))!;

  it('creates, changes, kicks, unsets and removes what is marked', async () => {
    secret('budi', { 'remote-address': '10.0.0.7' });
    await mark('budi');
    expect(await run()).toBe('done');
    expect(router.row('/ppp/secret', 'budi')).toMatchObject({
      password: '001234',
      profile: 'default',
      'remote-address': '10.0.0.7',
      comment: 'langgan:t-budi',
    });
    router.dial('budi');
    expect(router.online('budi')).toBe(true);

    bench.wishes.want(id, {
      kind: 'ppp-secret',
      key: 'budi',
      values: { password: '001234', profile: 'isolir' },
      unset: ['remote-address'],
    });
    await mark('budi');
    await run();
    expect(router.row('/ppp/secret', 'budi')).toMatchObject({ profile: 'isolir' });
    expect(router.row('/ppp/secret', 'budi')?.['remote-address'] ?? '').toBe('');
    expect(router.online('budi')).toBe(false);

    router.dial('budi');
    bench.wishes.drop(id, 'ppp-secret', 'budi');
    await mark('budi');
    await run();
    expect(router.row('/ppp/secret', 'budi')).toBeUndefined();
    expect(router.online('budi')).toBe(false);
    expect(await inSync()).toBe(true);
  });

  it('what somebody else has removed meanwhile is removed', async () => {
    secret('budi');
    await mark('budi');
    await run();
    bench.wishes.drop(id, 'ppp-secret', 'budi');
    router.faults.set({ refuse: { command: '/ppp/secret/remove', message: 'no such item (4)' } });
    await mark('budi');
    await run();
    expect((await items()).find(({ key }) => key === 'budi')).toMatchObject({ dead: false, code: null });
    expect(await inSync()).toBe(true);
  });

  it('makes the profile that a secret names first, even when nobody marked it', async () => {
    secret('budi', { profile: 'isolir' });
    await database.execute(`update routers set last_full_sync_at = now() + interval '1 minute' where id = $1`, [id]);
    await mark('budi');
    await run();
    expect(router.row('/ppp/secret', 'budi')?.profile).toBe('isolir');
    expect(router.row('/ppp/profile', 'isolir')?.comment).toBe('langgan:t-isolir');
  });

  it('writes nothing when in step, and leaves foreign objects alone', async () => {
    secret('budi');
    router.run('/ppp/secret/add', '=name=operator', '=comment=jangan dihapus');
    await run();
    const writes = router.writes().length;
    router.dial('budi');
    await sync.wantFullSync(id);
    await mark('budi', 'operator');
    expect(await run()).toBe('done');
    expect(router.writes()).toHaveLength(writes);
    expect(router.online('budi')).toBe(true);
    expect(router.row('/ppp/secret', 'operator')?.comment).toBe('jangan dihapus');
  });

  it('a full sync corrects drift, removes what is ours and unwanted, and keeps the text of the operator', async () => {
    secret('budi', { disabled: 'no' });
    secret('siti');
    await run();
    router.run('/ppp/secret/set', '=.id=budi', '=disabled=yes', '=comment=telat bayar langgan:t-budi');
    router.run('/ppp/secret/remove', '=.id=siti');
    router.run('/ppp/secret/add', '=name=old', '=comment=langgan:t-old');
    await sync.wantFullSync(id);
    await run();
    expect(router.row('/ppp/secret', 'budi')).toMatchObject({
      disabled: 'false',
      comment: 'telat bayar langgan:t-budi',
    });
    expect(router.row('/ppp/secret', 'siti')).toBeDefined();
    expect(router.row('/ppp/secret', 'old')).toBeUndefined();
  });

  it('does not overwrite a foreign secret of a wanted name: one dead item, the others go on', async () => {
    router.run('/ppp/secret/add', '=name=budi', '=comment=punya operator');
    secret('budi');
    secret('siti');
    secret('broken', { 'remote-address': 'no address' });
    await mark('budi', 'siti', 'broken');
    await run();
    expect((await items()).map(({ key, dead, code }) => [key, dead, code])).toEqual([
      ['broken', true, 'INVALID_ARGUMENT'],
      ['budi', true, 'FOREIGN_OBJECT'],
      ['isolir', false, null],
      ['siti', false, null],
    ]);
    expect(router.row('/ppp/secret', 'budi')?.comment).toBe('punya operator');
    expect(router.row('/ppp/secret', 'siti')).toBeDefined();

    router.run('/ppp/secret/remove', '=.id=budi');
    secret('broken', { 'remote-address': '10.0.0.9' });
    expect(await sync.retryDead(id)).toBe(2);
    await run();
    expect(await inSync()).toBe(true);
  });

  it('a mark that comes while the router is written stays pending and is served by the same run', async () => {
    secret('budi', { profile: 'isolir' });
    let asked = 0;
    bench.wishes.onAsked = async (_router, kind) => {
      if (kind !== 'ppp-secret' || asked++ > 0) return;
      bench.wishes.onAsked = () => Promise.resolve();
      setTimeout(() => {
        secret('budi', { profile: 'default' });
        void mark('budi');
      }, 0);
      await new Promise((resolve) => setTimeout(resolve, 30));
    };
    await mark('budi');
    await run();
    expect(router.row('/ppp/secret', 'budi')?.profile).toBe('default');
    expect((await items()).find(({ key }) => key === 'budi')).toMatchObject({ wanted: 2n, applied: 2n });
  });

  it('an older attempt that ends late neither completes nor kills a newer mark', async () => {
    const repository = app.get(SyncItemRepository, { strict: false });
    await mark('budi');
    const [old] = await repository.claimDue(id, 10);
    await mark('budi');
    await repository.fail(id, [{ ...old!, code: 'X', message: 'x', dead: true, retryInMs: 60_000 }]);
    expect(await repository.hasDue(id)).toBe(true);
    await repository.settle(id, [old!]);
    expect((await items())[0]).toMatchObject({ wanted: 2n, applied: 1n, dead: false });
    expect(await repository.hasDue(id)).toBe(true);
  });

  it('keeps the most urgent priority of waiting marks, and marks of a rolled-back transaction are none', async () => {
    await sync.markDirty(id, [{ kind: 'ppp-secret', key: 'budi', priority: 1 }]);
    await sync.markDirty(id, [{ kind: 'ppp-secret', key: 'budi', priority: 9 }]);
    await database
      .transaction(async () => {
        await mark('ghost');
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(await items()).toMatchObject([{ key: 'budi', priority: 1, wanted: 2n }]);
  });

  it('never waits for rows that a running transaction marks again', async () => {
    const repository = app.get(SyncItemRepository, { strict: false });
    await mark('budi');
    const [item] = await repository.claimDue(id, 10);
    await database.transaction(async () => {
      await mark('budi');
      const outside = await app.get(Leases, { strict: false }).tryWith('x', 1_000, () => Promise.resolve(1));
      expect(outside).toBeDefined();
    });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const other = database.transaction(async () => {
      await mark('budi');
      await held;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const begun = performance.now();
    await repository.settle(id, [item!]);
    await repository.fail(id, [{ ...item!, code: 'X', message: 'x', dead: true, retryInMs: 1 }]);
    expect(await repository.claimDue(id, 10)).toEqual([]);
    expect(await repository.hasDue(id)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(500);
    release();
    await other;
    expect(await repository.hasDue(id)).toBe(true);
  });

  it('a mark that falls between the last look and the end of the lease is served by its holder', async () => {
    secret('budi');
    secret('late');
    const last = jest.spyOn(app.get(RouterHealthRepository, { strict: false }), 'recordAnswer');
    last.mockImplementationOnce(async () => {
      await mark('late');
      expect(await run()).toBe('busy');
    });
    await mark('budi');
    expect(await run()).toBe('done');
    last.mockRestore();
    expect(router.row('/ppp/secret', 'late')).toBeDefined();
    expect(await inSync()).toBe(true);
  });

  it('a busy lease ends the run at once', async () => {
    await mark('budi');
    const outcome = await app.get(Leases, { strict: false }).tryWith(routerLease(id), 5_000, () => run());
    expect(outcome).toEqual({ result: 'busy' });
  });

  it('writes nothing to a router in maintenance', async () => {
    await database.execute(`update routers set mode = 'MAINTENANCE' where id = $1`, [id]);
    secret('budi');
    await mark('budi');
    expect(await run()).toBe('closed');
    expect(router.commands).toHaveLength(0);
  });

  it('a router that is off is left alone for a while, loses no item, and is whole after its return', async () => {
    secret('budi');
    await run();
    await router.powerOff();
    secret('budi', { profile: 'isolir' });
    await mark('budi');
    expect(await run()).toBe('failed');
    expect(await health()).toMatchObject({ health: 'UNKNOWN', code: 'ECONNREFUSED', failures: 1 });
    expect(await run()).toBe('closed');
    await router.powerOn();
    await sync.forgetBackoff(id);
    expect(await run()).toBe('done');
    expect(router.row('/ppp/secret', 'budi')?.profile).toBe('isolir');
    expect(await health()).toMatchObject({ code: null, failures: 0 });
    expect(await inSync()).toBe(true);
  });

  it('a wrong password is tried once and then not for long', async () => {
    const strict = await startRouter({ version: '6.49', name: 'other' });
    const other = await bench.register(app, strict, { password: 'no' });
    expect(await service.run(other, never)).toBe('failed');
    const row = await database.queryOne<{ code: string; minutes: number }>(
      `select last_error_code as code, extract(epoch from next_attempt_at - now()) / 60 as minutes
         from routers where id = $1`,
      [other],
    );
    expect(row?.code).toBe('AUTH_FAILED');
    expect(Number(row?.minutes)).toBeGreaterThan(14);
    await strict.close();
  });

  it('an add whose answer was lost is not repeated, and the session is ended anyway', async () => {
    secret('budi');
    await run();
    router.dial('budi');
    secret('siti');
    secret('budi', { profile: 'isolir' });
    router.faults.set({ loseAnswer: '/ppp/secret/add' });
    await mark('siti', 'budi');
    expect(await run()).toBe('failed');
    expect(router.row('/ppp/secret', 'siti')).toBeDefined();
    expect((await items()).filter(({ doubt }) => doubt).map(({ key }) => key)).toEqual(['budi', 'siti']);
    router.faults.clear();
    router.dial('budi');
    await sync.forgetBackoff(id);
    expect(await run()).toBe('done');
    expect(router.rows('/ppp/secret').filter(({ name }) => name === 'siti')).toHaveLength(1);
    expect(router.online('budi')).toBe(false);
    expect(await inSync()).toBe(true);
  });

  it('a probe fills in the facts, and a reboot or a return asks for a full sync', async () => {
    const probes = app.get(RouterProbeService, { strict: false });
    await run();
    const facts = () =>
      database.queryOne<Record<string, unknown>>(
        `select identity, ros_version as version, health, booted_at is not null as booted,
                full_sync_wanted_at > last_full_sync_at as wanted from routers where id = $1`,
        [id],
      );
    await probes.probe(id);
    expect(await facts()).toMatchObject({ identity: 'router-7.20', health: 'ONLINE', booted: true, wanted: false });
    await database.execute(`update routers set booted_at = booted_at - interval '1 day' where id = $1`, [id]);
    await probes.probe(id);
    expect(await facts()).toMatchObject({ wanted: true });
    await run();
    await router.powerOff();
    for (let n = 0; n < 3; n++) await probes.probe(id);
    expect(await facts()).toMatchObject({ health: 'OFFLINE', wanted: false });
    await router.powerOn();
    await sync.forgetBackoff(id);
    await probes.probe(id);
    expect(await facts()).toMatchObject({ health: 'OFFLINE', wanted: true });
    await probes.probe(id);
    expect(await facts()).toMatchObject({ health: 'ONLINE', wanted: true });
  });

  it('a print that fails is not an empty table', async () => {
    secret('budi');
    await run();
    router.faults.set({ cutAfterRows: 1 });
    await sync.wantFullSync(id);
    expect(await run()).toBe('failed');
    router.faults.clear();
    await sync.forgetBackoff(id);
    expect(await run()).toBe('done');
    expect(router.writes().filter(({ command }) => /add|remove/.test(command))).toHaveLength(2);
  });
});
