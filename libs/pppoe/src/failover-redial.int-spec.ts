import { type INestApplicationContext } from '@nestjs/common';
import { BillingConfig } from '@app/billing';
import {
  FailoverWatchService,
  MIKROTIK_CONFIGS,
  MikrotikWorkerModule,
  RouterGroupsService,
  RoutersService,
} from '@app/mikrotik';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { SubscriberRows } from '../../../test/support/pppoe/subscribers';
import { createWorkerApp, eventually } from '../../../test/support/worker-app';
import { PppoeWorkerModule } from './pppoe-worker.module';
import { PppoeConfig } from './pppoe.config';
import { CreateAccountsService } from './services/create-accounts.service';

const ENV = {
  ...{ ROUTER_CONNECT_TIMEOUT_MS: '500', ROUTER_LOGIN_TIMEOUT_MS: '500', ROUTER_COMMAND_TIMEOUT_MS: '1000' },
  ...{ ROUTER_PROBE_INTERVAL_MS: '1000', ROUTER_PROBE_RETRY_MS: '200' },
  ...{ ROUTER_OFFLINE_FAILURES: '2', ROUTER_ONLINE_SUCCESSES: '1' },
};
const SUBSCRIBERS = 60;

/** Workers, queues, schedules and routers as in production; only the product's clock is moved. */
describe('a router of a group goes off and comes back', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let home: SimulatedRouter;
  let other: SimulatedRouter;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createWorkerApp({
      database: testDatabase,
      modules: [MikrotikWorkerModule, PppoeWorkerModule],
      configs: [BillingConfig, ...MIKROTIK_CONFIGS, PppoeConfig],
      env: ENV,
    });
    database = app.get(Database);
    [home, other] = await Promise.all([
      startRouter({ version: '7.16', name: 'home', cpes: [] }),
      startRouter({ version: '6.49', name: 'other', cpes: [] }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await Promise.all([home.close(), other.close()]);
    await testDatabase.drop();
  }, 60_000);

  const register = async (siteId: string, { name, port }: SimulatedRouter) =>
    (
      await app.get(RoutersService, { strict: false }).create({
        ...{ siteId, name, host: '127.0.0.1', port, username: 'admin', password: 'secret' },
      })
    ).id;
  const healthOf = async (id: string) =>
    (await database.queryOne<{ health: string }>('select health from routers where id = $1', [id]))?.health;
  const secrets = (router: SimulatedRouter) => router.rows('/ppp/secret').length;
  /** Looks every five seconds of the product's time until something has happened. */
  const watched = (happened: 'failedOver' | 'failedBack') =>
    eventually(async () => {
      await database.execute('update travelling_clock set offset_ms = offset_ms + 5000');
      return (await app.get(FailoverWatchService, { strict: false }).evaluate())[happened] > 0;
    }, 30_000);

  it('its subscribers redial on the other member, and are sent home when it is well', async () => {
    const rows = new SubscriberRows(database);
    const [site, plan] = [await rows.site('JKT'), await rows.plan('HOME20')];
    const [homeId, otherId] = [await register(site, home), await register(site, other)];
    await app.get(RouterGroupsService, { strict: false }).create({
      ...{ siteId: site, name: 'BNG', failoverAfterSeconds: 30, failBackAfterSeconds: 120 },
      members: [homeId, otherId].map((routerId) => ({ routerId, weight: 1, capacity: null, priority: 1 })),
    });
    const inputs = [];
    for (let n = 0; n < SUBSCRIBERS; n++) {
      inputs.push({ subscriptionId: await rows.subscription(site, plan), routerId: homeId });
    }
    const [first] = await app.get(CreateAccountsService, { strict: false }).createMany(inputs);
    const { username, password } = first!;
    await eventually(() => secrets(home) === SUBSCRIBERS, 20_000);
    expect(home.dial(username, { password }).online).toBe(true);
    expect(other.dial(username, { password }).online).toBe(false);

    await home.powerOff();
    await eventually(async () => (await healthOf(homeId)) === 'OFFLINE', 20_000);
    expect(secrets(other)).toBe(0);
    await watched('failedOver');
    await eventually(() => secrets(other) === SUBSCRIBERS, 20_000);
    expect(other.dial(username, { password }).online).toBe(true);

    await home.powerOn();
    await eventually(async () => (await healthOf(homeId)) === 'ONLINE', 20_000);
    expect(home.dial(username, { password }).online).toBe(true);
    home.hangUp(username);
    expect(other.online(username)).toBe(true);
    await watched('failedBack');
    await eventually(() => secrets(other) === 0 && !other.online(username), 20_000);
    expect(other.rows('/ppp/profile').map(({ name }) => name)).not.toContain('lg-HOME20');
    expect(home.dial(username, { password }).online).toBe(true);
    expect(secrets(home)).toBe(SUBSCRIBERS);
  }, 120_000);
});
