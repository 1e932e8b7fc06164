import { type INestApplicationContext } from '@nestjs/common';
import { Alerts, Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, eventually, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { MikrotikConfig } from '../mikrotik.config';
import { RouterPool } from '../pool';
import { ProbeRounds } from './probe-rounds';
import { RouterProbeService } from './router-probe.service';

interface Health {
  health: string;
  conditions: string[];
  facts: Record<string, unknown>;
  failures: number;
  code: string | null;
  wanted: boolean;
}

describe('the health monitor', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let database: Database;
  let probes: RouterProbeService;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
    database = app.get(Database, { strict: false });
    probes = app.get(RouterProbeService, { strict: false });
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    router = await startRouter({ version: '7.16', cpes: [] });
    id = await bench.register(app, router);
  });
  afterEach(async () => {
    await database.execute(`update routers set mode = 'DISABLED'`);
    await router.close();
  });

  const probe = async (times = 1): Promise<void> => {
    for (let n = 0; n < times; n++) await probes.probe(id);
  };
  const health = async (): Promise<Health> =>
    (await database.queryOne<Health>(
      `select r.health, h.conditions, h.facts, r.failures, r.last_error_code as code,
              r.full_sync_wanted_at > coalesce(r.last_full_sync_at, r.created_at) as wanted
         from routers r left join router_health h on h.router_id = r.id where r.id = $1`,
      [id],
    ))!;
  const open = async (): Promise<string[]> => {
    const { items } = await app.get(Alerts, { strict: false }).list({ subjectId: id }, { limit: 50 });
    return items.filter(({ state }) => state !== 'RESOLVED').map(({ key }) => key.replace(`:${id}`, ''));
  };
  const events = async (): Promise<string[]> => {
    const rows = await database.query<{ change: string }>(
      `select (payload->>'from') || ' ' || (payload->>'to') as change from outbox_events
        where topic = 'mikrotik.router-health.changed.v1' and payload->>'routerId' = $1 order by id`,
      [id],
    );
    return rows.map(({ change }) => change);
  };

  it('knows of a router what it tells, in two round trips', async () => {
    await probe();
    expect(await health()).toMatchObject({
      health: 'ONLINE',
      conditions: [],
      facts: { identity: 'router-7.16', rosVersion: expect.stringMatching(/^7\.16/) as string, cpuLoad: 3 },
    });
    const { facts } = await health();
    expect(facts).toMatchObject({
      temperatureDc: 410,
      voltageMv: 24_200,
      pppSessions: 0,
      totalMemoryBytes: 1_073_741_824,
    });
    expect(Math.abs(Number(facts.clockSkewMs))).toBeLessThan(5_000);
    const commands = router.commands.map(({ command }) => command);
    await probe();
    const second = router.commands.map(({ command }) => command).slice(commands.length);
    expect(second.at(-1)).toBe('/system/identity/print');
    expect(second.length).toBeLessThanOrEqual(7);
    expect(router.writes()).toEqual([]);
  });

  it.each(['6.49', '7.10', '7.20'] as const)(
    'reads RouterOS %s, and lacks nothing where a menu is missing',
    async (version) => {
      const other = await startRouter({ version, cpes: [] });
      id = await bench.register(app, other);
      other.faults.set({ refuse: { command: '/system/health', message: 'no such command prefix' } });
      await probe();
      expect(await health()).toMatchObject({ health: 'ONLINE', facts: { temperatureDc: null, pppSessions: 0 } });
      await other.close();
    },
  );

  it('one lost packet wakes nobody, three make it OFFLINE, two answers bring it back', async () => {
    await probe();
    await router.powerOff();
    await probe();
    await router.powerOn();
    await probe();
    expect([(await health()).health, await events(), await open()]).toEqual(['ONLINE', ['UNKNOWN ONLINE'], []]);

    await probe(5);
    await router.powerOff();
    await probe(3);
    expect(await open()).toEqual(['mikrotik.router-offline']);
    expect(await health()).toMatchObject({ health: 'OFFLINE', code: 'ECONNREFUSED' });
    await probe(3);
    await router.powerOn();
    await probe();
    expect(await health()).toMatchObject({ health: 'OFFLINE', failures: 0, wanted: true });
    await probe();
    expect((await health()).health).toBe('ONLINE');
    expect(await events()).toEqual(['UNKNOWN ONLINE', 'ONLINE OFFLINE', 'OFFLINE ONLINE']);
    expect(await open()).not.toContain('mikrotik.router-offline');
    const changes = await database.query(`select from router_health_changes where router_id = $1`, [id]);
    expect(changes).toHaveLength(3);
    const told = await database.query(
      `select from outbox_events where topic = 'platform.alert.raised.v1' and payload->>'key' = $1`,
      [`mikrotik.router-offline:${id}`],
    );
    expect(told).toHaveLength(1);
  });

  it('is degraded with reasons, which alert once each time they change', async () => {
    await probe();
    router.table('/system/resource').only.show('cpu-load', () => '97');
    await probe(2);
    expect((await health()).health).toBe('ONLINE');
    await probe();
    expect(await health()).toMatchObject({ health: 'DEGRADED', conditions: ['CPU'] });
    expect(await open()).toEqual(['mikrotik.router-degraded']);
    await probe(4);
    router.table('/system/resource').only.show('cpu-load', () => '5');
    await probe(3);
    expect([(await health()).health, await open()]).toEqual(['ONLINE', []]);
  });

  it('alerts for a clock that is off and a disk that is full, without being degraded', async () => {
    const wrong = await startRouter({ version: '6.49', cpes: [], clockOffsetMs: -600_000 });
    id = await bench.register(app, wrong);
    wrong.table('/system/resource').only.values.set('free-hdd-space', '1000');
    await probe(3);
    expect(await health()).toMatchObject({ health: 'ONLINE', conditions: ['DISK', 'CLOCK'] });
    expect((await open()).sort()).toEqual(['mikrotik.router-clock', 'mikrotik.router-disk']);
    await wrong.close();
  });

  it('alerts when the sessions come near what PPPoE servers allow', async () => {
    for (const server of router.table('/interface/pppoe-server/server').list()) server.values.set('max-sessions', '1');
    router.run('/ppp/secret/add', '=name=budi', '=password=x', '=service=pppoe');
    router.dial('budi');
    await probe(3);
    expect((await health()).facts).toMatchObject({ pppSessions: 1, pppoeMaxSessions: 1 });
    expect(await open()).toEqual(['mikrotik.router-sessions']);
  });

  it('notices a reboot once, and wants a full sync', async () => {
    await probe();
    await database.execute(
      `update routers set booted_at = booted_at - interval '1 day', last_full_sync_at = now() where id = $1`,
      [id],
    );
    await probe(2);
    expect(await open()).toEqual(['mikrotik.router-rebooted']);
    expect((await health()).wanted).toBe(true);
    await database.execute(
      `update router_health set rebooted_at = rebooted_at - interval '1 hour' where router_id = $1`,
      [id],
    );
    await probe();
    expect(await open()).toEqual([]);
    const restarts = await database.query(
      `select from outbox_events where topic = 'mikrotik.router.restarted.v1' and payload->>'routerId' = $1`,
      [id],
    );
    expect(restarts).toHaveLength(1);
  });

  it('is watched but mute in maintenance, and speaks up afterwards', async () => {
    await database.execute(`update routers set mode = 'MAINTENANCE' where id = $1`, [id]);
    await router.powerOff();
    await probe(4);
    expect([(await health()).health, await open()]).toEqual(['OFFLINE', []]);
    await database.execute(`update routers set mode = 'MANAGED' where id = $1`, [id]);
    await probe();
    expect(await open()).toEqual(['mikrotik.router-offline']);
    await database.execute(`update routers set mode = 'MAINTENANCE' where id = $1`, [id]);
    await probe();
    expect(await open()).toEqual([]);
  });

  it('a disabled router is not asked, and its alerts are over', async () => {
    await router.powerOff();
    await probe(3);
    expect(await open()).toHaveLength(1);
    await database.execute(`update routers set mode = 'DISABLED' where id = $1`, [id]);
    await app.get(ProbeRounds, { strict: false }).start();
    expect(await open()).toEqual([]);
    await probe();
    expect((await database.queryOne<{ n: number }>(`select failures as n from routers where id = $1`, [id]))?.n).toBe(
      3,
    );
  });

  it('a refused password is OFFLINE at once and is not tried again soon', async () => {
    const other = await bench.register(app, router, { password: 'no' });
    id = other;
    await probe(3);
    expect(await health()).toMatchObject({ health: 'OFFLINE', code: 'AUTH_FAILED', failures: 1 });
  });

  it('a router whose settings change while it is being connected to has missed nothing', async () => {
    router.faults.set({ latency: 200 });
    const config = app.get(MikrotikConfig, { strict: false });
    const { drainMs } = config;
    config.drainMs = 0;
    const probing = probe();
    await router.until(() => router.commands.length > 0);
    await app.get(RouterPool, { strict: false }).forget(id);
    config.drainMs = drainMs;
    router.faults.clear();
    await probing;
    expect(await health()).toMatchObject({ health: 'UNKNOWN', failures: 0, code: null });
    await probe();
    expect(await health()).toMatchObject({ health: 'ONLINE' });
  });

  it('a probe that comes back late, after another one has begun, records nothing', async () => {
    await probe();
    router.faults.set({ latency: 300 });
    const asked = router.commands.length;
    const slow = probes.probe(id);
    await eventually(() => router.commands.length > asked);
    await database.execute(`update router_health set claim = claim + 1 where router_id = $1`, [id]);
    const before = await database.queryOne<{ at: Date }>(
      `select probed_at as at from router_health where router_id = $1`,
      [id],
    );
    await slow;
    const after = await database.queryOne<{ at: Date }>(
      `select probed_at as at from router_health where router_id = $1`,
      [id],
    );
    expect(after).toEqual(before);
  });

  it('silent routers delay nobody: a round returns at once and the others are asked', async () => {
    const silent = await Promise.all([1, 2, 3].map(() => startRouter({ version: '7.16', cpes: [] })));
    for (const one of silent) {
      one.faults.set({ halfOpen: true });
      await bench.register(app, one);
    }
    await database.execute(`update router_health set next_probe_at = now()`);
    const rounds = app.get(ProbeRounds, { strict: false });
    expect((await rounds.start()).started).toBe(4);
    await eventually(async () => (await health()).health === 'ONLINE', 900);
    await rounds.settled();
    for (const one of silent) await one.close();
  });

  it('samples every probe, and traffic of interfaces as differences', async () => {
    await database.execute(`insert into router_health (router_id, monitored_interfaces) values ($1, '{ether1}')`, [id]);
    const count = async (table: string) =>
      (await database.queryOne<{ n: number }>(`select count(*)::int as n from ${table} where router_id = $1`, [id]))?.n;
    const set = (rx: string, tx: string) => {
      const row = [...router.table('/interface').list()].find((one) => one.get('name') === 'ether1')!;
      row.show('rx-byte', () => rx);
      row.show('tx-byte', () => tx);
    };
    set('18446744073709551000', '1000');
    await probe();
    await database.execute(
      `update router_health set counters_at = counters_at - interval '2 minutes' where router_id = $1`,
      [id],
    );
    set('384', '2500');
    await probe();
    expect([await count('router_health_samples'), await count('router_traffic_samples')]).toEqual([2, 1]);
    const [sample] = await database.query<{ rx: bigint; tx: bigint }>(
      `select rx_bytes as rx, tx_bytes as tx from router_traffic_samples where router_id = $1`,
      [id],
    );
    expect(sample).toEqual({ rx: 1_000n, tx: 1_500n });
    await database.execute(
      `update router_health set counters_at = counters_at - interval '2 minutes' where router_id = $1`,
      [id],
    );
    set('10', '20');
    await probe();
    expect(await count('router_traffic_samples')).toBe(1);
    const [facts] = await database.query<{ counters: unknown }>(
      `select counters from router_health where router_id = $1`,
      [id],
    );
    expect(facts?.counters).toEqual({ ether1: { rx: '10', tx: '20' } });
  });
});
