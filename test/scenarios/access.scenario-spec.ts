import { type INestApplicationContext } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AccessChanged,
  BillingConfig,
  BillingRunService,
  BillingWorkerModule,
  IsolateOverdueService,
  LedgerProofService,
  PlansService,
  SubscriptionsService,
} from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { IamConfig, SitesService } from '@app/iam';
import { MIKROTIK_CONFIGS, MikrotikWorkerModule, RoutersService } from '@app/mikrotik';
import { PaymentsConfig, PaymentsWorkerModule } from '@app/payments';
import { Database, Outbox } from '@app/platform';
import { CreateAccountsService, PppoeConfig, PppoeWorkerModule } from '@app/pppoe';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter, type Version } from '../../apps/simulator/src';
import { createApiApp } from '../support/api-app';
import { staffHeaders } from '../support/staff-headers';
import { createWorkerApp, eventually } from '../support/worker-app';

const DAY_MS = 86_400_000;
const PRICE = 150_000n;
const ADDRESS = '10.77.0.5';

interface Subscriber {
  customerId: string;
  username: string;
  router: SimulatedRouter;
  routerId: string;
  subscriptionId: string;
}

/** The main job from the subscriber's point of view: who has paid is online, who has not sees the isolir page. */
describe('access follows money', () => {
  let testDatabase: TestDatabase;
  let api: NestFastifyApplication;
  let worker: INestApplicationContext;
  let database: Database;
  let owner: { authorization: string };
  let siteId: string;
  let planId: string;
  const routers: SimulatedRouter[] = [];

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const env = { REDIS_PREFIX: testDatabase.name };
    api = await createApiApp({ database: testDatabase, env });
    worker = await createWorkerApp({
      database: testDatabase,
      env,
      modules: [BillingWorkerModule, PaymentsWorkerModule, MikrotikWorkerModule, PppoeWorkerModule],
      configs: [IamConfig, BillingConfig, PaymentsConfig, ...MIKROTIK_CONFIGS, PppoeConfig],
    });
    database = api.get(Database);
    owner = await staffHeaders(api);
    const site = await worker.get(SitesService, { strict: false }).create({
      ...{ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' },
    });
    siteId = site.id;
    const plan = await worker.get(PlansService, { strict: false }).create({
      ...{ code: 'HOME20', name: 'Home 20', downloadKbps: 20_480, uploadKbps: 5_120, taxCode: 'NONE' },
      price: Money.of(PRICE, 'IDR'),
    });
    planId = plan.id;
  }, 60_000);
  afterAll(async () => {
    await api.close();
    await worker.close();
    await Promise.all(routers.map((router) => router.close()));
    await testDatabase.drop();
  });

  /** A router of this version, known to the product. */
  async function saveRouter(version: Version): Promise<{ router: SimulatedRouter; routerId: string }> {
    const router = await startRouter({ version, cpes: 'any', modemTiming: { redialMs: 50, retryMs: 100 } });
    routers.push(router);
    const { id } = await worker.get(RoutersService, { strict: false }).create({
      ...{ siteId, name: `${version} ${uuidv7().slice(-6)}`, host: '127.0.0.1', port: router.port },
      ...{ username: 'admin', password: 'secret' },
    });
    return { router, routerId: id };
  }

  /** A subscriber with an active subscription, its first invoice and an account with a fixed address on the router. */
  async function saveSubscriber(at: { router: SimulatedRouter; routerId: string }): Promise<Subscriber> {
    const subscriptions = worker.get(SubscriptionsService, { strict: false });
    const customer = await worker.get(CustomersService, { strict: false }).create({ siteId, name: 'Siti' });
    const { id: subscriptionId } = await subscriptions.create({ customerId: customer.id, planId, anchorDay: 1 });
    await subscriptions.activate(subscriptionId);
    const { routerId } = at;
    const { username } = await worker
      .get(CreateAccountsService, { strict: false })
      .create({ subscriptionId, routerId, remoteAddress: ADDRESS });
    await worker
      .get(BillingRunService, { strict: false })
      .run({ trigger: 'MANUAL', requestedBy: 'test', asOf: new Date() });
    return { ...at, customerId: customer.id, username, subscriptionId };
  }

  const secretOf = ({ router, username }: Subscriber) => router.row('/ppp/secret', username);
  const profileOf = (subscriber: Subscriber) => secretOf(subscriber)?.profile;

  /** As it should be while everything is paid. */
  const isOnPlan = (subscriber: Subscriber): boolean =>
    profileOf(subscriber) === 'lg-HOME20' &&
    secretOf(subscriber)?.['remote-address'] === ADDRESS &&
    subscriber.router.session(subscriber.username)?.terms.profile === 'lg-HOME20';

  const isIsolated = (subscriber: Subscriber): boolean =>
    profileOf(subscriber) === 'isolir' && subscriber.router.session(subscriber.username)?.terms.profile === 'isolir';

  /** Grace is over for whoever owes anything. */
  const isolateOverdue = () =>
    worker
      .get(IsolateOverdueService, { strict: false })
      .run({ asOf: new Date(Date.now() + 90 * DAY_MS), confirm: true });

  async function pay({ customerId }: Subscriber): Promise<{ accessRestored: boolean }> {
    const answer = await api.inject({
      ...{ method: 'POST', url: '/api/v1/payments', headers: owner },
      payload: { customerId, amount: { amount: PRICE.toString(), currency: 'IDR' }, method: 'CASH' },
    });
    expect(answer.statusCode).toBe(201);
    return answer.json();
  }

  /** Everything that was wanted of a router has been done. */
  const settled = (routerId: string) =>
    eventually(async () => {
      const row = await database.queryOne(
        `select 1 from router_sync_items where router_id = $1 and wanted_version > applied_version`,
        [routerId],
      );
      return row === undefined;
    });

  const booksHold = async () => {
    expect(await worker.get(LedgerProofService, { strict: false }).prove()).toMatchObject({ proved: true });
  };

  describe.each<Version>(['6.49', '7.10', '7.16', '7.20'])('on RouterOS %s', (version) => {
    it('isolates who owes, restores who pays within a second, and ignores old news', async () => {
      const subscriber = await saveSubscriber(await saveRouter(version));
      const { router, routerId, username } = subscriber;
      await eventually(() => isOnPlan(subscriber));
      const before = configured(secretOf(subscriber));
      expect(before['remote-address']).toMatch(/^\d/);

      expect(await isolateOverdue()).toMatchObject({ isolatedCustomers: 1 });
      await eventually(() => isIsolated(subscriber));
      expect(secretOf(subscriber)?.disabled).toBe('false');
      expect(secretOf(subscriber)?.['remote-address'] ?? '').toBe('');

      expect(await pay(subscriber)).toMatchObject({ accessRestored: true });
      await eventually(() => profileOf(subscriber) === 'lg-HOME20', 1_000);
      await eventually(() => isOnPlan(subscriber));
      await settled(routerId);
      expect(configured(secretOf(subscriber))).toEqual(before);

      const writes = router.writes().length;
      const session = router.session(username);
      const key = `${subscriber.subscriptionId}:again`;
      await api.get(Outbox).publish(AccessChanged, { key, payload: { subscriptionId: subscriber.subscriptionId } });
      await eventually(() => wasDelivered(key));
      await settled(routerId);
      expect(router.writes()).toHaveLength(writes);
      expect(router.session(username)).toBe(session);
      await booksHold();
    }, 60_000);
  });

  it('takes a payment while the router is off, and restores within 30 s of its return', async () => {
    const subscriber = await saveSubscriber(await saveRouter('7.16'));
    await eventually(() => isOnPlan(subscriber));
    await isolateOverdue();
    await eventually(() => isIsolated(subscriber));
    await subscriber.router.powerOff();
    expect(await pay(subscriber)).toMatchObject({ accessRestored: true });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await booksHold();
    await subscriber.router.powerOn();
    const began = Date.now();
    await eventually(() => isOnPlan(subscriber), 30_000);
    expect(Date.now() - began).toBeLessThan(30_000);
  }, 90_000);

  async function wasDelivered(key: string): Promise<boolean> {
    const row = await database.queryOne(
      `select 1 from outbox_events e join outbox_deliveries d on d.event_id = e.id
        where e.key = $1 and d.handler = 'pppoe.sync-access' and d.state = 'DONE'
       union all select 1 from outbox_archive where key = $1`,
      [key],
    );
    return row !== undefined;
  }
});

/** A secret without what the router writes into it by itself. */
const configured = (row: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('last-')));
