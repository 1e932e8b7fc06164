import { BillingRunService } from '@app/billing';
import { Clock } from '@app/core';
import { AppConfig } from '@app/platform';
import { Attempts, Channels, GatewayAccounts, type PaymentAttempt, TakenBack } from '@app/payments';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type PaymentSimulator, startPaymentSimulator } from '../../../apps/simulator/src/payments';
import { ApiProcess } from '../../support/payments/api-process';
import { type Debt, PayScene, type SignedCallback } from '../../support/payments/pay-scene';
import { seedSql } from '../../bench/invoice-run/scene.sql';
import { AS_OF } from '../billing/billing-process';
import { figuresOf, untilBilled } from '../billing/billing-processes';

const OUTBOUND = {
  ...{ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8', OUTBOUND_PORTS: '1-65535', OUTBOUND_ALLOW_HTTP: 'true' },
  OUTBOUND_TIMEOUT_MS: '500',
};
/** How long the other process keeps what it opened. */
const MEMORY_MS = '300';
const BURST = 100;
const BURST_MS = 1_000;
const RUN_CUSTOMERS = 600;
/** A breaker opens after so many calls without an answer, and lets one through again after its pause. */
const [FAILURES_TO_OPEN, PAUSE_MS] = [5, 30_000];

describe('gateways over HTTP', () => {
  let database: TestDatabase;
  let scene: PayScene;
  let simulator: PaymentSimulator;
  let api: ApiProcess;
  let duitkuId: string;

  beforeAll(async () => {
    // why: small batches, so that the run of F25 is a run while callbacks come
    Object.assign(process.env, { ...OUTBOUND, BILLING_BATCH_SIZE: '20', BILLING_LANES: '2' });
    database = await createTestDatabase();
    const env = { ...OUTBOUND, LOG_LEVEL: 'trace', PAYMENTS_ACCOUNT_MEMORY_MS: MEMORY_MS };
    [simulator, scene, api] = await Promise.all([
      startPaymentSimulator(),
      PayScene.open(database.url),
      ApiProcess.start(database.url, env),
    ]);
    duitkuId = await scene.duitku(simulator.baseUrl('duitku'));
    // why: the simulator calls back to where the checkout says
    Object.assign(scene.get(AppConfig), { publicUrl: `http://127.0.0.1:${api.port}` });
  }, 120_000);
  beforeEach(async () => {
    simulator.faults.clear();
    await scene.database.execute('delete from gateway_budgets');
  });
  afterAll(async () => {
    await api.stop();
    await scene.close();
    await simulator.close();
    await database.drop();
  });

  /** An open invoice without an attempt. */
  const invoice = async (): Promise<Debt> => {
    const [debt] = await scene.debts(1);
    await scene.database.execute(`update payment_attempts set state = 'CANCELLED' where id = $1`, [debt!.attemptId]);
    return debt!;
  };
  const start = async ({ invoiceId: id }: Debt, accountId?: string): Promise<PaymentAttempt> =>
    scene.get(Attempts).start({
      ...{ target: { kind: 'INVOICE', id }, returnUrl: 'https://isp.example/p/x' },
      ...(accountId === undefined ? {} : { accountId }),
    });
  const paymentsOf = async (attemptId: string): Promise<number> =>
    (await scene.database.query('select 1 from payments where attempt_id = $1', [attemptId])).length;
  const post = async (callback: SignedCallback): Promise<number> => (await api.post(callback)).status;

  it('6.4: a state that nobody signed counts once the gateway confirms it', async () => {
    const unpaid = await invoice();
    const asked = await start(unpaid, duitkuId);
    const early = { ...unpaid, attemptId: asked.id, orderId: asked.merchantOrderId };
    expect(await post(scene.duitkuCallback(early, duitkuId))).toBe(503);
    expect(await paymentsOf(asked.id)).toBe(0);
    const debt = await invoice();
    const { id: attemptId, merchantOrderId: orderId } = await start(debt, duitkuId);
    const order = simulator.orders.list().find((one) => one.merchantOrderId === orderId)!;
    await simulator.pay(order, { notices: [] });
    const callback = scene.duitkuCallback({ ...debt, attemptId, orderId }, duitkuId);
    expect([await post(callback), await post(callback)]).toEqual([200, 200]);
    expect(await paymentsOf(attemptId)).toBe(1);
    await scene.prove();
  });

  it('F8: a callback that is there before the gateway has answered the checkout', async () => {
    simulator.faults.add({ provider: 'duitku', operation: 'create', kind: 'early-callback', times: 1 });
    const debt = await invoice();
    const attempt = await start(debt, duitkuId);
    expect(attempt).toMatchObject({ state: 'PAID', providerRef: expect.any(String) as unknown });
    expect(await paymentsOf(attempt.id)).toBe(1);
    expect(simulator.orders.list().find((one) => one.merchantOrderId === attempt.merchantOrderId)).toBeDefined();
    await scene.prove();
  });

  it('4: an account that fails is followed by the next one', async () => {
    const second = await scene.get(GatewayAccounts).create({
      ...{ code: 'MIDTRANS-1', gateway: 'midtrans', siteId: null, name: 'Midtrans', environment: 'SANDBOX' },
      ...{ settings: { baseUrl: simulator.baseUrl('midtrans') }, secrets: { serverKey: 'SB-Mid-server-simulator' } },
    });
    await scene.database.execute(
      `update gateway_accounts set priority = case id when $1 then 1 when $2 then 2 else 9 end`,
      [duitkuId, second.id],
    );
    simulator.faults.add({ provider: 'duitku', operation: 'create', kind: 'timeout-after', times: 5 });
    const debt = await invoice();
    const attempt = await start(debt);
    expect(attempt).toMatchObject({ state: 'PENDING', accountId: second.id });
    const states = await scene.database.query<{ state: string }>(
      'select state from payment_attempts where target_id = $1 and account_id = $2',
      [debt.invoiceId, duitkuId],
    );
    expect(states).toEqual([{ state: 'UNKNOWN' }]);
  });

  it('6.4: strange bodies are answered, and book nothing', async () => {
    const [debt] = await scene.debts(1);
    const before = await scene.figures();
    const json = scene.callback(debt!);
    const form = scene.duitkuCallback(debt!, duitkuId);
    const as = (
      { path, headers }: SignedCallback,
      body: string,
      more: Record<string, string> = {},
    ): SignedCallback => ({
      ...{ path, body },
      headers: { ...headers, ...more },
    });
    const strange: [string, SignedCallback, number[]][] = [
      // 0: it hangs up while there is more to come
      ['10 MB', as(json, `"${'x'.repeat(10_000_000)}"`), [413, 0]],
      ['10 MB of a form', as(form, `amount=${'1'.repeat(10_000_000)}`), [413, 0]],
      ['multipart', as(form, form.body, { 'content-type': 'multipart/form-data; boundary=x' }), [400, 401, 415]],
      ['no type', as(form, form.body, { 'content-type': '' }), [400, 401, 415]],
      ['another type', as(form, form.body, { 'content-type': 'application/json' }), [400, 401]],
      ['HTML', as(json, '<html>', { 'content-type': 'text/html' }), [415]],
      ['nothing', as(form, ''), [400, 401]],
      ['a list', as(json, '[]'), [400, 401]],
      ['deep', as(json, '['.repeat(50_000)), [400, 401]],
      ['a name twice', as(form, `${form.body}&amount=1`), [400]],
      [
        'a blank behind the signature',
        as(json, json.body, { 'x-callback-signature': `${json.headers['x-callback-signature']!}x` }),
        [401],
      ],
      [
        'half a signature',
        as(json, json.body, { 'x-callback-signature': json.headers['x-callback-signature']!.slice(0, 32) }),
        [401],
      ],
      ['bytes that are no text', as(json, '\ufffd\u0001'), [400, 401]],
      ['another gateway', { ...json, path: json.path.replace('tripay', 'midtrans') }, [404]],
      ['no account', { ...json, path: json.path.replace(scene.tripayId, 'x') }, [404]],
    ];
    for (const [what, callback, statuses] of strange)
      expect([what, statuses]).toEqual([what, expect.arrayContaining([await post(callback)])]);
    expect(await scene.figures()).toEqual(before);
    const upper = { ...json.headers, 'x-callback-signature': json.headers['x-callback-signature']!.toUpperCase() };
    // a slash behind the address, as somebody typed it into a dashboard
    expect(await post({ ...json, path: `${json.path}/`, headers: upper })).toBe(200);
  });

  it('2.7: genuine callbacks from elsewhere are noted, and refused where the account says so', async () => {
    const [debt] = await scene.debts(1);
    const accountOf = async (code: string, settings: Record<string, string>): Promise<string> => {
      const { id } = await scene.get(GatewayAccounts).create({
        ...{ code, gateway: 'tripay', siteId: null, name: code, environment: 'SANDBOX' },
        settings: { merchantCode: 'T0001', sourceCheck: 'refuse', ...settings },
        secrets: { apiKey: 'api-key', privateKey: 'private-key-of-the-scene' },
      });
      return id;
    };
    const sent = async (id: string): Promise<number> => {
      const genuine = scene.callback({ ...debt!, orderId: 'INV-ELSEWHERE' });
      return post({ ...genuine, path: genuine.path.replace(scene.tripayId, id) });
    };
    expect(await sent(scene.tripayId)).toBe(200);
    expect(await sent(await accountOf('TRIPAY-2', {}))).toBe(403);
    expect(await sent(await accountOf('TRIPAY-3', { sourceAddresses: '127.0.0.0/8' }))).toBe(200);
    expect(api.log).toContain('callbacks of TRIPAY-1 come from 127.0.0.1');
    await scene.database.execute(
      `update gateway_accounts set status = 'PAUSED' where code in ('TRIPAY-2', 'TRIPAY-3')`,
    );
  });

  it("2.11: the gateway's own list of channels is taken over", async () => {
    const names = (await scene.get(Channels).refresh(duitkuId)).map(({ channel }) => channel);
    expect(names.length).toBeGreaterThan(1);
    expect(simulator.channelsOf('duitku')).toEqual(expect.arrayContaining(names));
  });

  it('6.6: what is refunded in the dashboard of Xendit is booked, part by part', async () => {
    const { xendit: merchant } = simulator.merchants;
    const { id: accountId } = await scene.get(GatewayAccounts).create({
      ...{ code: 'XENDIT-1', gateway: 'xendit', siteId: null, name: 'Xendit', environment: 'SANDBOX' },
      settings: { businessId: merchant.merchantCode, baseUrl: simulator.baseUrl('xendit') },
      secrets: { secretKey: merchant.apiKey, callbackToken: merchant.callbackSecret },
    });
    const callbackUrl = `http://127.0.0.1:${api.port}/api/v1/payments/callback/xendit/${accountId}`;
    Object.assign(merchant, { callbackUrl });
    const debt = await invoice();
    const attempt = await start(debt, accountId);
    const order = simulator.orders.list().find((one) => one.merchantOrderId === attempt.merchantOrderId)!;
    await simulator.pay(order);
    expect(await paymentsOf(attempt.id)).toBe(1);
    const owes = async (): Promise<bigint | undefined> =>
      (
        await scene.database.queryOne<{ rest: bigint }>(
          'select total_amount - paid_amount as rest from invoices where id = $1',
          [debt.invoiceId],
        )
      )?.rest;
    const told = async (): Promise<number> =>
      (await scene.database.query('select 1 from outbox_events where key like $1', [`${attempt.id}:%`])).length;
    for (const part of [40_000, order.amount - 40_000]) {
      const before = await told();
      await simulator.refund(order, part);
      expect(await told()).toBe(before + 1);
      const books = await Promise.all([1, 2].map(() => scene.get(TakenBack).book(attempt.id)));
      expect(books.sort()).toEqual(['booked', 'nothing']);
      expect(await owes()).toBe(part === 40_000 ? 40_000n : debt.amount);
    }
    await scene.prove();
  });

  it('5: callbacks signed with the secret before count until its end', async () => {
    const [early, late, fresh] = await scene.debts(3);
    const accounts = scene.get(GatewayAccounts);
    const { version } = await accounts.get(scene.tripayId);
    await accounts.rotate(scene.tripayId, version, { privateKey: 'the-next-private-key' }, 24);
    // why: the other process keeps what it opened for a moment
    await api.until(async () => (await post(scene.callback(fresh!, { key: 'the-next-private-key' }))) === 200, 15_000);
    expect(await post(scene.callback(early!))).toBe(200);
    await scene.database.execute(
      `update gateway_accounts set previous_until_at = app_now() - interval '1 second' where id = $1`,
      [scene.tripayId],
    );
    const unknown = scene.callback({ ...late!, orderId: 'INV-NOBODY' });
    await api.until(async () => (await post(unknown)) === 401, 15_000);
    expect(await post(scene.callback(late!))).toBe(401);
    expect(await Promise.all([early, late, fresh].map((debt) => paymentsOf(debt!.attemptId)))).toEqual([1, 0, 1]);
    await accounts.rotate(scene.tripayId, version + 1, { privateKey: 'private-key-of-the-scene' }, 0);
    await api.until(async () => (await post(scene.callback(late!))) === 200, 15_000);
  });

  it('4: a gateway that is down opens its circuit, its channel goes to the next account, and closes it again', async () => {
    const other = await startPaymentSimulator();
    const clock = jest.spyOn(scene.get(Clock), 'monotonicMs');
    try {
      const { id: nextId } = await scene.get(GatewayAccounts).create({
        ...{ code: 'DUITKU-2', gateway: 'duitku', siteId: null, name: 'Duitku 2', environment: 'SANDBOX' },
        ...{ settings: { merchantCode: 'DS12345', baseUrl: other.baseUrl('duitku') } },
        secrets: { apiKey: '732B39FC61796845775D2C4FB05332AF' },
      });
      await scene.database.execute(
        `update gateway_accounts set priority = case id when $1 then 1 when $2 then 2 else 9 end`,
        [duitkuId, nextId],
      );
      const bank = async (): Promise<PaymentAttempt> => {
        const { invoiceId: id } = await invoice();
        const target = { kind: 'INVOICE' as const, id };
        return scene.get(Attempts).start({ target, channel: 'BC', returnUrl: 'https://isp.example/p/x' });
      };
      const asked = (): number => 1_000 - (simulator.faults.list()[0]?.times ?? 0);
      expect(await bank()).toMatchObject({ state: 'PENDING', accountId: duitkuId });
      simulator.faults.add({ provider: 'duitku', operation: 'create', kind: 'error-before', times: 1_000 });
      for (let n = 0; n < FAILURES_TO_OPEN + 3; n++) {
        expect(await bank()).toMatchObject({ state: 'PENDING', accountId: nextId, channel: 'BC' });
      }
      expect(asked()).toBe(FAILURES_TO_OPEN);
      const later = scene.get(Clock).monotonicMs() + PAUSE_MS + 1_000;
      clock.mockImplementation(() => later);
      // still down: one call decides, and the circuit stays open
      expect([await bank(), await bank()]).toMatchObject([{ accountId: nextId }, { accountId: nextId }]);
      expect(asked()).toBe(FAILURES_TO_OPEN + 1);
      simulator.faults.clear();
      clock.mockImplementation(() => later + 10 * PAUSE_MS);
      expect([await bank(), await bank()]).toMatchObject([{ accountId: duitkuId }, { accountId: duitkuId }]);
      await scene.prove();
    } finally {
      clock.mockRestore();
      await other.close();
    }
  }, 60_000);

  it(`F25: ${BURST} callbacks in ${BURST_MS / 1_000} s during an invoice run: all 200, none lost, none twice`, async () => {
    const debts = await scene.debts(BURST);
    await scene.database.transaction(async () => {
      // why: without its first statement, because the site is there
      for (const sql of seedSql(RUN_CUSTOMERS, 'gen_random_uuid()').slice(1)) await scene.database.execute(sql);
    });
    const before = await scene.figures();
    const issued = (await figuresOf(scene.database)).invoices;
    let running = true;
    const run = scene
      .get(BillingRunService)
      .run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'F25' })
      .finally(() => {
        running = false;
      });
    await untilBilled(scene.database, issued + 1, () => running);
    let during = 0;
    const statuses = await Promise.all(
      debts.map(async (debt, n) => {
        await new Promise((resolve) => setTimeout(resolve, (n * BURST_MS) / BURST));
        const status = await post(scene.callback(debt));
        if (running) during++;
        return status;
      }),
    );
    await run;
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(during).toBeGreaterThan(0);
    const after = await scene.figures();
    expect([after.payments - before.payments, after.attempts - before.attempts]).toEqual([BURST, BURST]);
    expect((await figuresOf(scene.database)).invoices - issued).toBe(RUN_CUSTOMERS);
    const again = await Promise.all(debts.map((debt) => post(scene.callback(debt))));
    expect(new Set(again)).toEqual(new Set([200]));
    expect(await scene.figures()).toEqual(after);
    await scene.prove();
  }, 120_000);

  it('secrets and signatures are in no line of the log', async () => {
    const [debt] = await scene.debts(1);
    const genuine = scene.callback(debt!);
    const forged = scene.callback(debt!, { key: 'forged-key-that-nobody-logs' });
    simulator.faults.add({ provider: 'duitku', operation: 'query', kind: 'html-before', times: 1 });
    const unpaid = await invoice();
    const asked = await start(unpaid, duitkuId);
    const notice = scene.duitkuCallback({ ...unpaid, attemptId: asked.id, orderId: asked.merchantOrderId }, duitkuId);
    expect([await post(forged), await post(genuine), await post(notice)]).toEqual([401, 200, 503]);
    await api.until(() => Promise.resolve(api.log.includes('/payments/callback/')), 10_000);
    const planted = [
      ...['private-key-of-the-scene', 'the-next-private-key', '732B39FC61796845775D2C4FB05332AF'],
      ...[genuine.headers['x-callback-signature']!, forged.headers['x-callback-signature']!],
      ...[new URLSearchParams(notice.body).get('signature')!, Buffer.alloc(32, 7).toString('base64')],
    ];
    expect(planted.filter((secret) => api.log.includes(secret))).toEqual([]);
    const kept = await scene.database.query<{ raw: string | null }>('select raw from gateway_events');
    expect(planted.filter((secret) => kept.some(({ raw }) => raw?.includes(secret)))).toEqual([]);
  });
});
