import { type INestApplicationContext } from '@nestjs/common';
import { BillingConfig } from '@app/billing';
import { uuidv7 } from '@app/core';
import { SitesService } from '@app/iam';
import { MIKROTIK_CONFIGS, MikrotikWorkerModule, RoutersService, RouterSync } from '@app/mikrotik';
import { PaymentsConfig } from '@app/payments';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import {
  HotspotPoll,
  HotspotProfiles,
  type StartBatch,
  VoucherBatches,
  VoucherExpiry,
  Vouchers,
  VoucherSales,
  VouchersConfig,
  VouchersWorkerModule,
} from '@app/vouchers';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { hotspotPackage } from '../../support/vouchers/voucher-bench';
import { createWorkerApp, eventually } from '../../support/worker-app';

const MAC = '02:00:00:00:00:0A';
const SOON = 30_000;

/** Rows F10–F12 of the fault matrix (billing.md 4.4) for vouchers, from the sale to the phone that logs in. */
describe('vouchers on routers with faults', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let site: string;
  let made = 0;
  const routers: SimulatedRouter[] = [];

  beforeAll(async () => {
    server = await createTestDatabase();
    app = await createWorkerApp({
      database: server,
      modules: [MikrotikWorkerModule, VouchersWorkerModule],
      configs: [BillingConfig, PaymentsConfig, VouchersConfig, ...MIKROTIK_CONFIGS],
      env: {
        ...{ ROUTER_CONNECT_TIMEOUT_MS: '500', ROUTER_LOGIN_TIMEOUT_MS: '500', ROUTER_COMMAND_TIMEOUT_MS: '1000' },
        ...{ ROUTER_PROBE_RETRY_MS: '500', HOTSPOT_POLL_INTERVAL_MS: '5000' },
      },
    });
    site = (await get(SitesService).create({ code: 'KDR', name: 'Kediri', timeZone: 'Asia/Jakarta' })).id;
  });
  afterEach(async () => {
    await Promise.all(routers.splice(0).map((router) => router.close()));
    await get(Database).execute(`update routers set mode = 'DISABLED'`);
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  const get = <T>(type: abstract new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const start = async (version: '6.49' | '7.20') => {
    const name = `r${++made}`;
    const router = await startRouter({ version, name, network: 40 + made, hotspot: { portalPort: 0 } });
    routers.push(router);
    const access = { host: '127.0.0.1', port: router.port, username: 'admin', password: 'secret' };
    const { id } = await get(RoutersService).create({ siteId: site, name, ...access });
    router.hotspot.join({ mac: MAC });
    return { router, id };
  };
  const pack = async () =>
    get(HotspotProfiles).create(hotspotPackage({ siteId: site, code: `P${++made}`, validityMinutes: 60 }));
  /** Vouchers of one router, made by the job of the worker. */
  const batch = async (profileId: string, routerId: string, more: Partial<StartBatch> = {}) => {
    const style = { prefix: '', length: 10, alphabet: 'MIXED', passwordMode: 'SAME' } as const;
    const { id } = await get(VoucherBatches).place({
      ...{ profileId, routerId, name: 'Warung', quantity: 2, style, provisioning: 'PRECREATED', resellerId: null },
      ...{ validUntil: null, ...more },
    });
    await eventually(async () => (await get(VoucherBatches).get(id)).state === 'READY', SOON);
    const { items } = await get(Vouchers).list({ limit: 10, batchId: id });
    return items.map(({ code }) => code);
  };
  const read = (code: string) => get(Vouchers).get(code);
  const user = (router: SimulatedRouter, code: string) => router.row('/ip/hotspot/user', code);
  const logsIn = (router: SimulatedRouter, code: string) => {
    router.hotspot.join({ mac: MAC });
    return router.hotspot.login(MAC, code, code).ok;
  };
  /** The worker reads and ends by itself every five seconds; nobody has to wait for that. */
  const look = (id: string) => get(HotspotPoll).poll(id);
  const isIn = async (id: string, code: string) => {
    await look(id);
    return (await read(code)).state === 'ACTIVE';
  };
  const end = async (code: string) => {
    await get(Database).execute(`update vouchers set expires_at = now() where code = $1`, [code]);
    await get(VoucherExpiry).run(new AbortController().signal);
    expect((await read(code)).state).toBe('EXPIRED');
  };
  const counted = (router: SimulatedRouter, code: string) => {
    const row = user(router, code) ?? {};
    return BigInt(row['bytes-in'] ?? '0') + BigInt(row['bytes-out'] ?? '0');
  };
  const failures = async (id: string) =>
    (await get(Database).queryOne<{ failures: number }>('select failures from routers where id = $1', [id]))
      ?.failures ?? 0;

  it('F10 requirements 7, 11, 17: a router is off while a voucher is sold and another one ends; both arrive, once', async () => {
    const { router, id } = await start('6.49');
    const { id: profileId } = await pack();
    const [ending = ''] = await batch(profileId, id);
    const [sold = ''] = await batch(profileId, id, { provisioning: 'ON_ACTIVATION' });
    await eventually(() => user(router, ending) !== undefined, SOON);
    expect(logsIn(router, ending)).toBe(true);
    await eventually(() => isIn(id, ending), SOON);
    await router.powerOff();
    await get(VoucherSales).sell({ code: sold });
    await end(ending);
    await eventually(async () => (await failures(id)) > 0, SOON);
    // two hours later: the pauses have grown as far as they grow
    await get(Database).execute(`update routers set failures = 400, next_attempt_at = now() where id = $1`, [id]);
    await eventually(async () => (await failures(id)) > 400, SOON);
    const adds = () => router.writes().filter(({ command }) => command === '/ip/hotspot/user/add').length;
    const before = adds();
    await router.powerOn();
    await eventually(() => user(router, sold) !== undefined && user(router, ending) === undefined, SOON);
    expect(adds() - before).toBe(1);
    expect(logsIn(router, sold)).toBe(true);
    expect(router.rows('/ip/hotspot/active').map((row) => row.user)).toEqual([sold]);
    expect(await read(sold)).toMatchObject({ soldAmount: 5_000n });
  }, 150_000);

  it('F11 requirement 13: a half-open router keeps nobody of another waiting, and a late first login is not shortened', async () => {
    const [bad, good] = [await start('7.20'), await start('7.20')];
    const { id: profileId } = await pack();
    const [[ani = ''], [siti = '', waiting = '']] = [await batch(profileId, bad.id), await batch(profileId, good.id)];
    await eventually(() => user(bad.router, ani) !== undefined && user(good.router, siti) !== undefined, SOON);
    expect(logsIn(bad.router, ani)).toBe(true);
    bad.router.faults.set({ halfOpen: true });
    const from = Date.now();
    expect(logsIn(good.router, siti)).toBe(true);
    await eventually(() => isIn(good.id, siti), SOON);
    expect(await look(bad.id)).toBe('unreachable');
    await get(Vouchers).void(waiting, 'hilang');
    await eventually(() => user(good.router, waiting) === undefined, SOON);
    expect(await read(ani)).toMatchObject({ state: 'AVAILABLE', expiresAt: null });
    bad.router.hotspot.logout(MAC, { forget: true });
    bad.router.faults.clear();
    await eventually(() => isIn(bad.id, ani), SOON);
    const { firstLoginAt, expiresAt } = await read(ani);
    expect(firstLoginAt!.getTime()).toBeGreaterThan(from);
    expect(expiresAt!.getTime() - firstLoginAt!.getTime()).toBe(3_600_000);
  }, 150_000);

  it('F12 requirement 23: users that a router lost, or somebody edited, come back and are reported; others stay', async () => {
    const { router, id } = await start('7.20');
    const { id: profileId, code } = await pack();
    const [used = '', other = ''] = await batch(profileId, id);
    await eventually(() => user(router, used) !== undefined && user(router, other) !== undefined, SOON);
    expect(logsIn(router, used)).toBe(true);
    router.hotspot.consume(MAC, { uptimeMs: 60_000, bytesIn: 5_000n });
    await eventually(() => isIn(id, used), SOON);
    await look(id);
    const { expiresAt, usedBytes } = await read(used);
    expect(usedBytes).toBeGreaterThanOrEqual(5_000n);
    const wholly = async (check: () => boolean) => {
      await get(RouterSync).wantFullSync(id);
      await eventually(check, SOON);
    };
    const lost = counted(router, used);
    router.run('/ip/hotspot/user/remove', `=.id=${used}`);
    router.run('/ip/hotspot/user/remove', `=.id=${other}`);
    router.run('/ip/hotspot/user/profile/set', `=.id=lg-${code}`, '=rate-limit=1k/1k');
    router.run('/ip/hotspot/user/add', '=name=tamu', '=password=1', '=comment=punya operator');
    await router.reboot(20);
    await wholly(() => user(router, used) !== undefined && user(router, other) !== undefined);
    router.run('/ip/hotspot/user/set', `=.id=${used}`, '=password=ganti', '=limit-uptime=1s');
    await wholly(() => user(router, used)?.password === used);
    await eventually(
      () => router.row('/ip/hotspot/user/profile', `lg-${code}`)?.['rate-limit']?.startsWith('1024k/4096k'),
      SOON,
    );
    expect(user(router, 'tamu')).toMatchObject({ password: '1', comment: 'punya operator' });
    expect(logsIn(router, used)).toBe(true);
    await look(id);
    const after = await read(used);
    expect(after).toMatchObject({ state: 'ACTIVE', expiresAt });
    expect(after.usedBytes).toBeGreaterThanOrEqual(usedBytes);
    expect(after.usedBytes).toBeLessThanOrEqual(lost + counted(router, used));
    const drift = await get(Database).query<{ key: string }>(
      `select d.resource_key as key from router_drift_entries d join router_sync_runs r on r.id = d.run_id
        where r.router_id = $1`,
      [id],
    );
    expect(drift.map(({ key }) => key)).toEqual(expect.arrayContaining([used, other]));
  }, 150_000);

  it('requirements 8, 12, 17, 22: what comes late or twice changes nothing, and a voided voucher is out at once', async () => {
    const { router, id } = await start('7.20');
    const [code = ''] = await batch((await pack()).id, id);
    await eventually(() => user(router, code) !== undefined, SOON);
    await get(VoucherSales).sell({ code });
    expect(logsIn(router, code)).toBe(true);
    await eventually(() => isIn(id, code), SOON);
    await end(code);
    // why: the end is on its way to the router while more time is bought
    await get(Vouchers).extend(code, { minutes: 30 });
    await eventually(() => user(router, code) !== undefined && logsIn(router, code), SOON);
    await eventually(() => router.rows('/ip/hotspot/active').some((row) => row.user === code), SOON);
    router.hotspot.logout(MAC, { forget: true });
    await get(Vouchers).void(code, `salah ${uuidv7()}`);
    await eventually(() => user(router, code) === undefined, SOON);
    expect(logsIn(router, code)).toBe(false);
    expect(router.rows('/ip/hotspot/cookie')).toEqual([]);
  }, 150_000);
});
