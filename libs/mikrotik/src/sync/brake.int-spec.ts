import { type INestApplicationContext } from '@nestjs/common';
import { Alerts, Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { RouterDriftService } from '../services/router-drift.service';
import { SyncPlansService } from '../services/sync-plans.service';
import { RouterSync } from './router-sync';
import { SyncRouterService } from './sync-router.service';

const PAGE = { limit: 100 };

describe('the brake', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let database: Database;
  let plans: SyncPlansService;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    process.env.ROUTER_BRAKE_MIN = '5';
    bench = await createSyncBench();
    app = await bench.boot('idle');
    delete process.env.ROUTER_BRAKE_MIN;
    database = app.get(Database, { strict: false });
    plans = app.get(SyncPlansService, { strict: false });
  });
  afterAll(() => bench.close());

  const names = Array.from({ length: 40 }, (_, n) => `u${String(n).padStart(2, '0')}`);
  const secret = (key: string, profile = 'default', cutsOff = false) => {
    bench.wishes.want(id, { kind: 'ppp-secret', key, values: { password: 'rahasia', profile }, cutsOff });
  };
  const mark = (keys: readonly string[], priority = 5) =>
    app.get(RouterSync, { strict: false }).markDirty(
      id,
      keys.map((key) => ({ kind: 'ppp-secret', key, priority })),
    );
  const run = () => app.get(SyncRouterService, { strict: false }).run(id, new AbortController().signal);
  const brake = async () =>
    (
      await database.queryOne<{ brake: { digest: string; removals: number; cuts: number } | null }>(
        `select brake from router_sync_states where router_id = $1`,
        [id],
      )
    )?.brake ?? null;
  const alerts = async () =>
    (await app.get(Alerts, { strict: false }).list({ subjectId: id, state: 'OPEN' }, PAGE)).items.filter(({ key }) =>
      key.startsWith('mikrotik.router-braked:'),
    );
  const present = () => router.rows('/ppp/secret').length;

  beforeEach(async () => {
    router = await startRouter({ version: '7.20', cpes: [] });
    id = await bench.register(app, router);
    for (const name of names) secret(name);
    expect(await run()).toBe('done');
    expect(present()).toBe(40);
  });
  afterEach(() => router.close());

  it('holds a full sync that would remove too much: nothing is written, people are told', async () => {
    for (const name of names.slice(0, 9)) bench.wishes.drop(id, 'ppp-secret', name);
    const writes = router.writes().length;
    await plans.request(id);
    await run();
    expect(router.writes()).toHaveLength(writes);
    expect(await brake()).toMatchObject({ removals: 9, removalLimit: 8, managed: 40 });
    expect(await alerts()).toMatchObject([{ severity: 'CRITICAL' }]);
    expect(await run()).toBe('done');
    expect(router.writes()).toHaveLength(writes);
    const [last] = (await app.get(RouterDriftService, { strict: false }).history(id, undefined, PAGE)).items;
    expect(last).toMatchObject({ outcome: 'BRAKED', trigger: 'DEMAND', removals: 9, managed: 40 });
  });

  it('what is within the limit goes', async () => {
    for (const name of names.slice(0, 8)) bench.wishes.drop(id, 'ppp-secret', name);
    await plans.request(id);
    await run();
    expect(present()).toBe(32);
    expect(await alerts()).toEqual([]);
  });

  it('holds marks that would isolate too many at once, and shows the whole plan for them', async () => {
    for (const name of names.slice(0, 21)) secret(name, 'default-encryption', true);
    const writes = router.writes().length;
    await mark(names.slice(0, 21), 3);
    await run();
    expect(router.writes()).toHaveLength(writes);
    expect(await brake()).toMatchObject({ cuts: 21, cutLimit: 20 });
    const plan = await plans.plan(id);
    expect(plan.brake).toMatchObject({ cuts: 21 });
    expect(plan.digest).toBe((await brake())?.digest);
    expect(plan.entries.filter(({ action }) => action === 'update')).toHaveLength(21);
    expect(JSON.stringify(plan)).not.toContain('rahasia');
  });

  it('many small removals are one big one', async () => {
    for (const name of names.slice(0, 12)) {
      bench.wishes.drop(id, 'ppp-secret', name);
      await mark([name]);
      await run();
    }
    expect(present()).toBe(32);
    expect(await brake()).not.toBeNull();
  });

  it('urgent restores flow while it is on, removals among them do not', async () => {
    for (const name of names.slice(0, 20)) bench.wishes.drop(id, 'ppp-secret', name);
    await mark(names.slice(0, 20));
    await run();
    expect(await brake()).not.toBeNull();
    secret('u30', 'default-encryption');
    await mark(['u30', 'u00'], 1);
    await run();
    expect(router.row('/ppp/secret', 'u30')?.profile).toBe('default-encryption');
    expect(router.row('/ppp/secret', 'u00')).toBeDefined();
    const held = await database.queryOne<{ code: string; dead: boolean }>(
      `select last_error_code as code, dead from router_sync_items where router_id = $1 and resource_key = 'u00'`,
      [id],
    );
    expect(held).toEqual({ code: 'BRAKED', dead: false });
    secret('u31', 'default-encryption');
    await mark(['u31'], 5);
    await run();
    expect(router.row('/ppp/secret', 'u31')?.profile).toBe('default');
  });

  it('a confirmed plan goes through, exactly that one', async () => {
    for (const name of names.slice(0, 20)) bench.wishes.drop(id, 'ppp-secret', name);
    await mark(names.slice(0, 20));
    await run();
    const seen = await plans.plan(id);
    bench.wishes.drop(id, 'ppp-secret', 'u20');
    await expect(plans.confirm(id, seen.digest)).rejects.toThrow('MIKROTIK_PLAN_CHANGED');
    expect(await brake()).not.toBeNull();
    secret('u20');
    await plans.confirm(id, seen.digest);
    expect(await brake()).toBeNull();
    expect(await alerts()).toEqual([]);
    for (const name of names.slice(20, 30)) bench.wishes.drop(id, 'ppp-secret', name);
    await run();
    expect(await brake()).toMatchObject({ removals: 10 });
    expect(names.slice(0, 20).some((name) => router.row('/ppp/secret', name))).toBe(false);
    expect(names.slice(20).every((name) => router.row('/ppp/secret', name))).toBe(true);
  });

  it('goes off by itself when the plan is harmless again', async () => {
    for (const name of names.slice(0, 20)) bench.wishes.drop(id, 'ppp-secret', name);
    await plans.request(id);
    await run();
    expect(await brake()).not.toBeNull();
    for (const name of names.slice(0, 20)) secret(name);
    await plans.request(id);
    await run();
    expect(await brake()).toBeNull();
    expect(await alerts()).toEqual([]);
    expect(present()).toBe(40);
  });
});
