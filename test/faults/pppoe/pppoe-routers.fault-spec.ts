import { type INestApplicationContext } from '@nestjs/common';
import { BillingConfig, BillingModule, IsolateOverdueService, SettlementService } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { MIKROTIK_CONFIGS, MikrotikWorkerModule, RoutersService, RouterSync } from '@app/mikrotik';
import { Database } from '@app/platform';
import { CreateAccountsService, PppoeConfig, PppoeWorkerModule } from '@app/pppoe';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { SubscriberRows } from '../../support/pppoe/subscribers';
import { createWorkerApp, eventually } from '../../support/worker-app';

const PASSWORD = 'kata-rahasia';
const MODEM = { redialMs: 40, retryMs: 60 };

/** Rows F10–F12 of the fault matrix (billing.md 4.4) for PPPoE subscribers, from the debt to the modem that dials in again. */
describe('PPPoE subscribers of routers with faults', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let rows: SubscriberRows;
  let site: string;
  let plan: string;
  let made = 0;
  const routers: SimulatedRouter[] = [];

  beforeAll(async () => {
    server = await createTestDatabase();
    app = await createWorkerApp({
      database: server,
      modules: [BillingModule, MikrotikWorkerModule, PppoeWorkerModule],
      configs: [BillingConfig, ...MIKROTIK_CONFIGS, PppoeConfig],
      env: {
        ...{ ROUTER_CONNECT_TIMEOUT_MS: '500', ROUTER_LOGIN_TIMEOUT_MS: '500', ROUTER_COMMAND_TIMEOUT_MS: '1000' },
        ...{ ROUTER_PROBE_RETRY_MS: '500', PPPOE_POLL_INTERVAL_MS: '5000' },
      },
    });
    rows = new SubscriberRows(get(Database));
    site = await rows.site('JKT');
    plan = await rows.plan('HOME20');
  });
  afterEach(async () => {
    await Promise.all(routers.splice(0).map((router) => router.close()));
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  const get = <T>(type: abstract new (...args: never[]) => T): T => app.get<T>(type, { strict: false });

  /** A router whose subscriber's modem keeps dialling. */
  const start = async (version: '6.49' | '7.20', username: string) => {
    const modem = { name: username, password: PASSWORD };
    const router = await startRouter({ version, name: `r${++made}`, cpes: [modem], modemTiming: MODEM });
    routers.push(router);
    const access = { host: '127.0.0.1', port: router.port, username: 'admin', password: 'secret' };
    const { id } = await get(RoutersService).create({ siteId: site, name: router.name, ...access });
    return { router, id };
  };

  /** A running service with fixed addresses, online. */
  const subscriber = async ({ router, id }: { router: SimulatedRouter; id: string }, username: string) => {
    const subscriptionId = await rows.subscription(site, plan);
    const customer = await get(Database).queryOne<{ id: string }>(
      `update subscriptions set status = 'ACTIVE', started_on = '2026-01-01', next_period_start = '2099-01-01',
         next_bill_at = '2099-01-01' where id = $1 returning customer_id as id`,
      [subscriptionId],
    );
    const address = `10.99.0.${++made}`;
    const prefix = `2001:db8:${made}::/48`;
    await get(CreateAccountsService).create({
      ...{ subscriptionId, routerId: id, username, password: PASSWORD },
      ...{ remoteAddress: address, remoteIpv6Prefix: prefix },
    });
    await eventually(() => router.session(username)?.terms.address === address, 30_000);
    return { subscriptionId, customerId: customer?.id ?? '', address };
  };

  /** What an operator sees of the secret, without what every dial-in changes. */
  const secret = (router: SimulatedRouter, username: string) => {
    const row = router.row('/ppp/secret', username) ?? {};
    return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('last-')));
  };

  const isolate = async (customerId: string) => {
    const number = `INV-${++made}`;
    await get(Database).execute(
      `insert into invoices (id, customer_id, site_id, series, seq, number, bill_key, issued_on, due_on, overdue_at, isolir_at,
         currency, net_amount, tax_amount, total_amount, customer)
       values ($1, $2, $3, $4, 1, $4, $4, '2026-07-01', '2026-07-10', '2026-07-11', '2026-07-20', 'IDR', 150000, 0, 150000, '{}')`,
      [uuidv7(), customerId, site, number],
    );
    await get(IsolateOverdueService).run({});
  };

  const pay = (customerId: string) =>
    get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId, amount: Money.of(150_000n, 'IDR'), method: 'CASH' },
      receivedAt: new Date(),
    });

  const isIsolated = (router: SimulatedRouter, username: string) => {
    const row = router.row('/ppp/secret', username);
    const address = router.session(username)?.terms.address ?? '';
    const listed = router
      .rows('/ip/firewall/address-list')
      .some((one) => one.list === 'isolir' && one.address === address);
    return row?.profile === 'isolir' && row.disabled !== 'true' && row['remote-address'] === undefined && listed;
  };

  const failures = async (id: string) =>
    (await get(Database).queryOne<{ failures: number }>('select failures from routers where id = $1', [id]))
      ?.failures ?? 0;

  const sets = (router: SimulatedRouter) =>
    router.writes().filter(({ command }) => command === '/ppp/secret/set').length;

  it.each(['6.49', '7.20'] as const)(
    'F10 requirements 7, 11, 16: RouterOS %s is off for two hours while the customer pays; restored within 30 s, once, as it was',
    async (version) => {
      const name = `budi-${version}`;
      const place = await start(version, name);
      const { customerId, address } = await subscriber(place, name);
      const { router, id } = place;
      const before = secret(router, name);
      expect(before).toMatchObject({ 'remote-address': address, profile: 'lg-HOME20' });
      await isolate(customerId);
      await eventually(() => isIsolated(router, name), 30_000);
      expect(secret(router, name)['remote-ipv6-prefix'] ?? '').toBe('');
      await router.powerOff();
      await pay(customerId);
      await eventually(async () => (await failures(id)) > 0, 20_000);
      // two hours later: the pauses have grown as far as they grow
      await get(Database).execute(`update routers set failures = 400, next_attempt_at = now() where id = $1`, [id]);
      await eventually(async () => (await failures(id)) > 400, 25_000);
      const written = sets(router);
      await router.powerOn();
      await eventually(() => router.session(name)?.terms.address === address, 30_000);
      expect(secret(router, name)).toEqual(before);
      expect(sets(router) - written).toBe(1);
      const held = await get(Database).query(
        `select 1 from ip_assignments where released_at is null and address = $1::inet`,
        [address],
      );
      expect(held).toHaveLength(1);
    },
    150_000,
  );

  it('F11 requirement 13: a half-open router keeps nobody of another from being restored, and does it itself when it can', async () => {
    const [bad, good] = [await start('7.20', 'ani'), await start('7.20', 'siti')];
    const [ani, siti] = [await subscriber(bad, 'ani'), await subscriber(good, 'siti')];
    for (const { customerId } of [ani, siti]) await isolate(customerId);
    await eventually(() => isIsolated(bad.router, 'ani') && isIsolated(good.router, 'siti'), 30_000);
    bad.router.faults.set({ halfOpen: true });
    for (const { customerId } of [ani, siti]) await pay(customerId);
    await eventually(() => good.router.session('siti')?.terms.address === siti.address, 30_000);
    expect(bad.router.row('/ppp/secret', 'ani')?.profile).toBe('isolir');
    bad.router.faults.clear();
    await eventually(() => bad.router.session('ani')?.terms.address === ani.address, 30_000);
    expect(bad.router.rows('/ppp/secret').filter(({ name }) => name === 'ani')).toHaveLength(1);
  }, 150_000);

  it('F12 requirement 23: what a router lost, or somebody edited, is restored and reported; what is not ours stays', async () => {
    const place = await start('7.20', 'dewi');
    const { address } = await subscriber(place, 'dewi');
    const { router, id } = place;
    const before = secret(router, 'dewi');
    const synced = async (check: () => boolean) => {
      await get(RouterSync).wantFullSync(id);
      await eventually(check, 30_000);
    };
    router.run('/ppp/secret/remove', '=.id=dewi');
    router.run('/ppp/profile/remove', '=.id=lg-HOME20');
    await router.reboot(20);
    await synced(() => router.session('dewi')?.terms.address === address);
    expect({ ...secret(router, 'dewi'), '.id': '' }).toEqual({ ...before, '.id': '' });

    router.run('/ppp/secret/set', '=.id=dewi', '=profile=default', '=remote-address=10.1.1.1');
    router.run('/ppp/profile/set', '=.id=lg-HOME20', '=rate-limit=1M/1M');
    router.run('/ppp/secret/add', '=name=teman', '=profile=default', '=comment=punya operator');
    await synced(() => secret(router, 'dewi')['remote-address'] === address);
    await eventually(() => router.row('/ppp/profile', 'lg-HOME20')?.['rate-limit'] === '5120k/20480k', 30_000);
    expect(router.row('/ppp/secret', 'teman')).toMatchObject({ profile: 'default', comment: 'punya operator' });
    const drift = await get(Database).query<{ key: string }>(
      `select d.resource_key as key from router_drift_entries d join router_sync_runs r on r.id = d.run_id
        where r.router_id = $1`,
      [id],
    );
    expect(drift.map(({ key }) => key)).toEqual(expect.arrayContaining(['dewi', 'lg-HOME20']));
  }, 150_000);
});
