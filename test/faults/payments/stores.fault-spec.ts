import { type INestApplicationContext } from '@nestjs/common';
import { BillingConfig, BillingWorkerModule } from '@app/billing';
import { PaymentsConfig, PaymentsWorkerModule } from '@app/payments';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { ApiProcess, freePort } from '../../support/payments/api-process';
import { OwnRedis } from '../../support/payments/own-redis';
import { type Debt, PayScene } from '../../support/payments/pay-scene';
import { createWorkerApp, eventually } from '../../support/worker-app';

const DEBTS = 30;

describe('callbacks while Redis fails', () => {
  let database: TestDatabase;
  let scene: PayScene;
  let redis: OwnRedis;
  let worker: INestApplicationContext;
  let apis: ApiProcess[];

  beforeAll(async () => {
    redis = new OwnRedis(await freePort());
    await redis.start();
    database = await createTestDatabase();
    scene = await PayScene.open(database.url);
    const env = { REDIS_URL: redis.url, REDIS_PREFIX: database.name };
    apis = await Promise.all([ApiProcess.start(database.url, env), ApiProcess.start(database.url, env)]);
    worker = await createWorkerApp({
      ...{ database, redisUrl: redis.url, modules: [BillingWorkerModule, PaymentsWorkerModule] },
      ...{ configs: [BillingConfig, PaymentsConfig], relay: { redeliverAfterMs: 2_000 } },
    });
  }, 180_000);
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.stop()));
    await worker.close();
    await redis.stop();
    await scene.close();
    await database.drop();
  });

  const pay = (debts: readonly Debt[]): Promise<number[]> =>
    Promise.all(debts.map(async (debt, n) => (await apis[n % apis.length]!.post(scene.callback(debt))).status));

  const paid = async (debts: readonly Debt[]): Promise<number> =>
    (
      await scene.database.query('select 1 from payments where attempt_id = any ($1::uuid[])', [
        debts.map(({ attemptId }) => attemptId),
      ])
    ).length;

  /** Everything that was published is delivered and done. */
  const drained = async (): Promise<boolean> =>
    (
      await scene.database.query(
        `select 1 from outbox_events where relayed_at is null
         union all select 1 from outbox_deliveries where state <> 'DONE' limit 1`,
      )
    ).length === 0;

  it('F4: Redis away: callbacks are applied, liveness stands, the queues drain once it is back', async () => {
    const debts = await scene.debts(DEBTS);
    await eventually(drained, 30_000);
    await redis.stop();
    expect(new Set(await pay(debts))).toEqual(new Set([200]));
    expect(await paid(debts)).toBe(DEBTS);
    expect((await apis[0]!.get('/health/live')).status).toBe(200);
    const ready = await apis[0]!.get('/health/ready');
    expect(JSON.parse(ready.body)).toMatchObject({ status: expect.not.stringMatching(/^ok$/) as unknown });
    await redis.start();
    await eventually(drained, 60_000);
    await eventually(async () => (await apis[0]!.get('/health/ready')).status === 200, 30_000);
    await scene.prove();
  }, 180_000);

  it('F5: FLUSHALL: the relay enqueues again from the outbox, nothing is lost, nothing doubled', async () => {
    const debts = await scene.debts(DEBTS);
    const half = pay(debts.slice(0, DEBTS / 2));
    await redis.flush();
    expect(new Set([...(await half), ...(await pay(debts))])).toEqual(new Set([200]));
    await redis.flush();
    await eventually(drained, 60_000);
    expect(await paid(debts)).toBe(DEBTS);
    await scene.prove();
  }, 180_000);
});
