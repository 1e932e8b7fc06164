import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { ApiProcess } from '../../support/payments/api-process';
import { OwnPostgres } from '../../support/payments/own-postgres';
import { type Debt, PayScene } from '../../support/payments/pay-scene';

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

  const pay = (): Promise<number[]> =>
    Promise.all(debts.map(async (debt, n) => (await apis[n % apis.length]!.post(scene.callback(debt))).status));

  it('F6: callbacks get 503, never 200 without a commit; nobody has to restart anything', async () => {
    // why: the account is known to both, so that not even the first look at it saves them
    expect(new Set(await pay())).toEqual(new Set([200]));
    await server.stop();
    const away = [await pay()];
    expect((await apis[0]!.get('/health/live')).status).toBe(200);
    expect((await apis[0]!.get('/health/ready')).status).toBe(503);
    await sleep(AWAY_MS);
    away.push(await pay());
    expect(new Set(away.flat())).toEqual(new Set([503]));
    await server.start();
    const answers = new Set<number>();
    for (let round = 0; round < 20 && !answers.has(200); round++) {
      answers.clear();
      for (const status of await pay()) answers.add(status);
      if (answers.size > 1 || !answers.has(200)) await sleep(1_000);
    }
    await Promise.all(
      apis.map((api) => api.until(async () => (await api.get('/health/ready')).status === 200, 60_000)),
    );
    expect(new Set(await pay())).toEqual(new Set([200]));
  }, 240_000);
});
