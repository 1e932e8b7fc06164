import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { ApiProcess } from '../../support/payments/api-process';
import { OwnPostgres } from '../../support/payments/own-postgres';
import { type Debt, PayScene } from '../../support/payments/pay-scene';
import { eventually } from '../../support/worker-app';

const DEBTS = 20;
/** billing.md says 60 s; what matters is that it was away. */
const AWAY_MS = 8_000;

describe('callbacks while PostgreSQL fails', () => {
  const shared = process.env.TEST_DATABASE_URL;
  let server: OwnPostgres;
  let database: TestDatabase;
  let scene: PayScene;
  let debts: Debt[];
  let apis: ApiProcess[];

  beforeAll(async () => {
    server = await OwnPostgres.create();
    process.env.TEST_DATABASE_URL = await server.start();
    database = await createTestDatabase();
    scene = await PayScene.open(database.url);
    debts = await scene.debts(DEBTS);
    await scene.close();
    const env = { DATABASE_CONNECT_TIMEOUT_MS: '2000' };
    apis = await Promise.all([ApiProcess.start(database.url, env), ApiProcess.start(database.url, env)]);
  }, 240_000);
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.stop()));
    await server.remove();
    process.env.TEST_DATABASE_URL = shared;
  });

  const pay = (some: readonly Debt[] = debts): Promise<number[]> =>
    Promise.all(some.map(async (debt, n) => (await apis[n % apis.length]!.post(scene.callback(debt))).status));

  it('F6: callbacks get 503, never 200 without a commit; nobody has to restart anything', async () => {
    // why: the account is known to both, so that not even the first look at it saves them
    expect(new Set(await pay(debts.slice(0, 4)))).toEqual(new Set([200]));
    await server.stop();
    const away = await pay();
    expect((await apis[0]!.get('/health/live')).status).toBe(200);
    expect((await apis[0]!.get('/health/ready')).status).toBe(503);
    await sleep(AWAY_MS);
    away.push(...(await pay()));
    expect(new Set(away)).toEqual(new Set([503]));
    await server.start();
    await Promise.all(
      apis.map((api) => api.until(async () => (await api.get('/health/ready')).status === 200, 60_000)),
    );
    await eventually(async () => (await pay()).every((status) => status === 200), 60_000);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('select count(*)::int as n from payments');
    await client.end();
    expect(rows).toEqual([{ n: DEBTS }]);
  }, 240_000);
});
