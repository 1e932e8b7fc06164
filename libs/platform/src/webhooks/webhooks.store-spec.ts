import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type INestApplicationContext } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { emptyTables } from '../../../../test/support/empty-tables';
import { createWorkerApp, eventually } from '../../../../test/support/worker-app';
import { Database } from '../database/database';
import { defineEvent } from '../events/event-type';
import { Outbox } from '../outbox/outbox';
import { type WebhookDelivery } from './webhook-endpoint';
import { WebhookEndpointsService } from './webhook-endpoints.service';
import { WebhookSender } from './webhook-sender';
import { WebhookSettings } from './webhook-settings';
import { verifyWebhook } from './webhook-signature';
import { PurgeWebhookDeliveries } from './purge-webhook-deliveries.job';

const Happened = defineEvent<{ thingId: string }>('test.hook-thing.happened.v1');
const Other = defineEvent<{ thingId: string }>('test.hook-other.happened.v1');

const Hidden = defineEvent<{ thingId: string }>('test.hook-hidden.happened.v1', { internal: true });

interface Call {
  path: string;
  body: string;
  signature: string;
  delivery: string;
}

describe('webhooks', () => {
  let server: TestDatabase;
  let workers: INestApplicationContext[];
  let service: WebhookEndpointsService;
  let database: Database;
  let base: string;
  const calls: Call[] = [];
  const statuses = new Map<string, number[]>();
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      calls.push({
        path,
        body: Buffer.concat(chunks).toString(),
        signature: String(request.headers['langgan-signature']),
        delivery: String(request.headers['langgan-delivery']),
      });
      response.writeHead(statuses.get(path)?.shift() ?? 204).end();
    });
  });

  beforeAll(async () => {
    server = await createTestDatabase();
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const env = { OUTBOUND_ALLOW_HTTP: 'true', OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8', OUTBOUND_PORTS: '1-65535' };
    const fast = { attempts: 3, firstPauseMs: 50, endpointPauseMs: 20, longestEndpointPauseMs: 50 };
    const options = {
      database: server,
      env,
      overrides: (builder: Parameters<NonNullable<Parameters<typeof createWorkerApp>[0]['overrides']>>[0]) =>
        builder.overrideProvider(WebhookSettings).useValue(Object.assign(new WebhookSettings(), fast)),
    };
    workers = [await createWorkerApp(options), await createWorkerApp(options)];
    service = workers[0]!.get(WebhookEndpointsService, { strict: false });
    database = workers[0]!.get(Database);
  });
  beforeEach(async () => {
    await emptyTables(database, 'webhook_endpoints', 'outbox_events');
    calls.length = 0;
    statuses.clear();
  });
  afterAll(async () => {
    for (const worker of workers) await worker.close();
    receiver.close();
    await server.drop();
  });

  const publish = (count = 1, type = Happened) =>
    workers[0]!.get(Outbox).publishMany(
      type,
      [...Array(count).keys()].map(() => ({ key: uuidv7(), payload: { thingId: 't1' } })),
    );
  const endpoint = (path: string, topics = ['test.hook-thing.*']) => service.create({ url: `${base}${path}`, topics });
  const deliveries = async (id: string): Promise<WebhookDelivery[]> =>
    (await service.listDeliveries(id, { limit: 200 }, {})).items;
  const settled = (id: string, state: string, count = 1) =>
    eventually(async () => (await deliveries(id)).filter((one) => one.state === state).length === count);

  it('bring each event once to every endpoint that wants it, signed, with ids only', async () => {
    const [a, b] = [await endpoint('/a'), await endpoint('/b', ['*'])];
    const off = await endpoint('/off', ['*']);
    await service.update(off.endpoint.id, 1, { active: false });
    await publish(20);
    await publish(1, Other);
    await publish(1, Hidden);
    await settled(a.endpoint.id, 'DELIVERED', 20);
    await settled(b.endpoint.id, 'DELIVERED', 21);
    expect([calls.filter(({ path }) => path === '/a').length, calls.length]).toEqual([20, 41]);
    expect(new Set(calls.map(({ delivery }) => delivery)).size).toBe(41);
    const call = calls.find(({ path }) => path === '/a')!;
    const now = Number(/^t=(\d+)/.exec(call.signature)?.[1]);
    expect(verifyWebhook(a.secret, call.signature, call.body, now)).toBe(true);
    expect(verifyWebhook(b.secret, call.signature, call.body, now)).toBe(false);
    expect(verifyWebhook(a.secret, call.signature, `${call.body} `, now)).toBe(false);
    expect(verifyWebhook(a.secret, call.signature, call.body, now + 301)).toBe(false);
    const body = JSON.parse(call.body) as Record<string, unknown>;
    expect(Object.keys(body).sort()).toEqual(['data', 'id', 'occurredAt', 'topic']);
    expect([body.topic, body.data]).toEqual([Happened.topic, { thingId: 't1' }]);
    const log = (await deliveries(a.endpoint.id))[0]!;
    expect(log).toMatchObject({ state: 'DELIVERED', status: 204, attempts: 1, error: null });
    expect(log.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('are repeated after a failure with the same event, then dead, and can be sent again', async () => {
    const { endpoint: one } = await endpoint('/flaky');
    statuses.set('/flaky', [500, 302]);
    await publish();
    await settled(one.id, 'DELIVERED');
    expect(new Set(calls.map((call) => (JSON.parse(call.body) as { id: string }).id)).size).toBe(1);
    expect(calls).toHaveLength(3);
    expect((await service.get(one.id)).failures).toBe(0);
    statuses.set('/flaky', [500, 500, 500]);
    await publish();
    await settled(one.id, 'DEAD');
    expect(calls).toHaveLength(6);
    const dead = (await deliveries(one.id)).find(({ state }) => state === 'DEAD')!;
    expect(dead).toMatchObject({ attempts: 3, status: 500 });
    await service.redeliver(one.id, dead.id);
    await settled(one.id, 'DELIVERED', 2);
  });

  it('pause an endpoint that fails, and start it anew after an edit', async () => {
    const { endpoint: one } = await endpoint('/down');
    statuses.set('/down', [500]);
    await publish();
    const paused = await eventually(async () => {
      const { failures, retryAt } = await service.get(one.id);
      return failures > 0 && retryAt;
    });
    expect(paused).toBeInstanceOf(Date);
    const { version } = await service.get(one.id);
    expect(await service.update(one.id, version, { description: 'x' })).toMatchObject({ failures: 0, retryAt: null });
  });

  it('attempt once for a job that comes twice', async () => {
    const { endpoint: one } = await endpoint('/twice');
    await service.update(one.id, 1, { active: false });
    await database.execute(
      `insert into webhook_deliveries (id, endpoint_id, event_id, topic, payload, occurred_at)
       values ($1, $2, $1, 't', '{}', now())`,
      [one.id, one.id],
    );
    const senders = workers.map((worker) => worker.get(WebhookSender, { strict: false }));
    await Promise.all([...senders, ...senders].map((sender) => sender.attempt({ id: one.id, attempts: 0 })));
    expect(calls).toHaveLength(1);
  });

  it('carry both signatures while a secret is rotated, and only the new one afterwards', async () => {
    const { endpoint: one, secret } = await endpoint('/rotate');
    const rotated = await service.rotateSecret(one.id, 24);
    expect(rotated.secret).not.toBe(secret);
    await service.test(one.id);
    await service.rotateSecret(one.id, 0);
    await service.test(one.id);
    const [during, after] = calls;
    const fits = (known: string, call: Call) =>
      verifyWebhook(known, call.signature, call.body, Number(/^t=(\d+)/.exec(call.signature)?.[1]));
    expect([fits(secret, during!), fits(rotated.secret, during!)]).toEqual([true, true]);
    expect([fits(secret, after!), fits(rotated.secret, after!)]).toEqual([false, false]);
    const rows = await database.query<Record<string, string>>('select * from webhook_endpoints');
    expect(
      JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/whsec_/);
  });

  it('are tested by a button that tells at once, without a repetition', async () => {
    const { endpoint: one } = await endpoint('/test');
    statuses.set('/test', [418]);
    expect(await service.test(one.id)).toMatchObject({ state: 'DEAD', status: 418, attempts: 1 });
    expect(await service.test(one.id)).toMatchObject({ state: 'DELIVERED', status: 204 });
    const { endpoint: gone } = await service.create({ url: 'http://127.0.0.1:1/', topics: ['*'] });
    expect(await service.test(gone.id)).toMatchObject({ status: null, error: 'OUTBOUND_UNREACHABLE: REFUSED' });
  });

  it('go nowhere near the inside (S1), whatever got into the table', async () => {
    await expect(service.create({ url: 'http://10.0.0.1/', topics: ['*'] })).rejects.toMatchObject({
      code: 'OUTBOUND_ADDRESS_DENIED',
    });
    await expect(service.create({ url: `${base}/`, topics: ['billing.invented.*'] })).rejects.toMatchObject({
      code: 'CORE_VALIDATION_FAILED',
    });
    const { endpoint: one } = await endpoint('/x');
    await database.execute(`update webhook_endpoints set url = 'http://169.254.169.254/latest/'`);
    expect(await service.test(one.id)).toMatchObject({ status: null, error: 'OUTBOUND_ADDRESS_DENIED' });
  });

  it('leave a log that stays bounded', async () => {
    const { endpoint: one } = await endpoint('/old');
    await database.execute(
      `insert into webhook_deliveries (id, endpoint_id, event_id, topic, payload, occurred_at, state, created_at)
       select gen_random_uuid(), $1, gen_random_uuid(), 't', '{}', now(), state, now() - days * interval '1 day'
       from (values ('DELIVERED', 29), ('DELIVERED', 31), ('DEAD', 31), ('DEAD', 91)) as v (state, days)`,
      [one.id],
    );
    const context = { signal: new AbortController().signal } as never;
    expect(await workers[0]!.get(PurgeWebhookDeliveries).handle({}, context)).toEqual({ deleted: 2 });
    expect(await deliveries(one.id)).toHaveLength(2);
  });
});
