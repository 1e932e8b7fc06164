import { createTestDatabase, type TestDatabase } from '@app/testing';
import { ApiProcess, type Answer } from '../../support/payments/api-process';
import { type Debt, PayScene, type SignedCallback } from '../../support/payments/pay-scene';

const INVOICES = 200;
const AT_ONCE = 50;

describe('callbacks at two API processes', () => {
  let database: TestDatabase;
  let scene: PayScene;
  let apis: ApiProcess[];

  beforeAll(async () => {
    database = await createTestDatabase();
    scene = await PayScene.open(database.url);
    apis = await Promise.all([ApiProcess.start(database.url), ApiProcess.start(database.url)]);
  });
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.stop()));
    await scene.close();
    await database.drop();
  });

  /** Sends to the processes in turn, everything at once. */
  const all = (callbacks: readonly SignedCallback[]): Promise<Answer[]> =>
    Promise.all(callbacks.map((callback, n) => apis[n % apis.length]!.post(callback)));

  const one = async (callback: SignedCallback): Promise<number> => (await apis[0]!.post(callback)).status;

  const paymentsOf = async ({ attemptId }: Debt): Promise<number> =>
    (await scene.database.query('select 1 from payments where attempt_id = $1', [attemptId])).length;

  const title = `I8: ${AT_ONCE} identical callbacks at once for each of ${INVOICES} invoices: ${INVOICES} payments, all answers 200`;
  it(
    title,
    async () => {
      const debts = await scene.debts(INVOICES);
      for (const debt of debts) {
        const answers = await all(Array<SignedCallback>(AT_ONCE).fill(scene.callback(debt)));
        expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(
          new Set(['200 {"success":true}']),
        );
      }
      const paid = debts.reduce((sum, { amount }) => sum + amount, 0n);
      expect(await scene.figures()).toEqual({ payments: INVOICES, paid, attempts: INVOICES, invoices: INVOICES });
      const events = await scene.database.query(
        'select deliveries, count(*)::int as n from gateway_events group by deliveries',
      );
      expect(events).toEqual([{ deliveries: AT_ONCE, n: INVOICES }]);
      await scene.prove();
    },
    300_000,
  );

  it('F7: 20 duplicates in parallel and replays three days later make one payment', async () => {
    const [debt] = await scene.debts(1);
    const callback = scene.callback(debt!);
    const first = await all(Array<SignedCallback>(20).fill(callback));
    await scene.database.execute(
      `update gateway_events set received_at = received_at - interval '3 days' where merchant_order_id = $1`,
      [debt!.orderId],
    );
    const later = await all([callback, scene.callback(debt!, { note: 'one byte differs' })]);
    // years later: nobody remembers the notice any more
    await scene.database.execute('delete from gateway_events where merchant_order_id = $1', [debt!.orderId]);
    later.push(...(await all([callback, callback])));
    expect(new Set([...first, ...later].map(({ status }) => status))).toEqual(new Set([200]));
    expect(await paymentsOf(debt!)).toBe(1);
    await scene.prove();
  });

  it('F8: whatever the order of callbacks, the end is PAID', async () => {
    const states = ['PAID', 'EXPIRED', 'FAILED', 'PAID', 'UNPAID'];
    const debts = await scene.debts(12);
    for (const [n, debt] of debts.entries()) {
      const order = rotated(states, n).map((status, at) => scene.callback(debt, { status, note: String(at) }));
      if (n % 3 === 0) await all(order);
      else for (const callback of order) expect(await one(callback)).toBe(200);
      expect([await scene.stateOf(debt), await paymentsOf(debt)]).toEqual(['PAID', 1]);
    }
    await scene.prove();
  });

  it('F8: a callback that comes before the gateway has answered settles a CREATING attempt', async () => {
    const [debt] = await scene.debts(1);
    await scene.database.execute(`update payment_attempts set state = 'CREATING' where id = $1`, [debt!.attemptId]);
    expect(await one(scene.callback(debt!))).toBe(200);
    expect([await scene.stateOf(debt!), await paymentsOf(debt!)]).toEqual(['PAID', 1]);
  });

  it('F9: forged, unsigned and wrong callbacks book nothing', async () => {
    const [debt] = await scene.debts(1);
    const before = await ledgerRows();
    const genuine = scene.callback(debt!);
    const unsigned = { ...genuine, headers: { ...genuine.headers, 'x-callback-signature': '' } };
    const changed = { ...genuine, body: genuine.body.replace('"PAID"', '"PAID" ') };
    expect(await one(scene.callback(debt!, { key: 'wrong' }))).toBe(401);
    expect(await one(changed)).toBe(401);
    expect([400, 401]).toContain(await one(unsigned));
    expect(await one({ ...genuine, path: genuine.path.replace(scene.tripayId, debt!.attemptId) })).toBe(404);
    expect(await one(scene.callback(debt!, { amount: 1_000n }))).toBe(200);
    expect([await scene.stateOf(debt!), await paymentsOf(debt!), await ledgerRows()]).toEqual(['REVIEW', 0, before]);
    const alerts = await scene.database.query<{ key: string }>(
      `select key from alerts where resolved_at is null and key like 'payments.%' order by key`,
    );
    expect(alerts.map(({ key }) => key)).toEqual([
      `payments.attempt-mismatch:${debt!.attemptId}`,
      `payments.callback-refused:${scene.tripayId}`,
    ]);
    expect(await one(scene.callback(debt!))).toBe(200);
    expect([await scene.stateOf(debt!), await paymentsOf(debt!)]).toEqual(['PAID', 1]);
    await scene.prove();
  });

  it('6.4: an unknown order is parked, with an alert; text and oversize are answered as the page says', async () => {
    const [debt] = await scene.debts(1);
    const stranger = { ...debt!, orderId: 'INV-STRANGER' };
    expect(await one(scene.callback(stranger))).toBe(200);
    expect(
      await scene.database.query(`select result from gateway_events where merchant_order_id = 'INV-STRANGER'`),
    ).toEqual([{ result: 'unknown-order' }]);
    const genuine = scene.callback(debt!);
    const text = { ...genuine, headers: { ...genuine.headers, 'content-type': 'text/plain' }, body: 'hello' };
    expect([400, 401]).toContain(await one(text));
    expect(await one({ ...genuine, body: JSON.stringify({ text: 'x'.repeat(3_000_000) }) })).toBe(413);
    expect(await one({ ...genuine, body: '{"__proto__": 1}' })).toBe(400);
  });

  it('6.5: money for an invoice that is paid already becomes credit, and a person is told', async () => {
    const [debt] = await scene.debts(1);
    const second = { ...debt!, attemptId: (await scene.secondAttempt(debt!)).attemptId, orderId: `${debt!.orderId}-2` };
    expect(await one(scene.callback(debt!))).toBe(200);
    expect(await one(scene.callback(second))).toBe(200);
    expect(await paymentsOf(second)).toBe(1);
    const wallet = await scene.database.queryOne<{ deposit: bigint }>(
      'select deposit_amount as deposit from billing_accounts where customer_id = $1',
      [debt!.customerId],
    );
    expect(wallet?.deposit).toBe(debt!.amount);
    const late = await scene.database.query(`select 1 from alerts where key = $1`, [
      `payments.attempt-late:${second.attemptId}`,
    ]);
    expect(late).toHaveLength(1);
    await scene.prove();
  });

  const ledgerRows = async (): Promise<number> =>
    (await scene.database.queryOne<{ n: number }>('select count(*)::int as n from ledger_entries'))?.n ?? -1;
});

const rotated = <T>(items: readonly T[], by: number): T[] =>
  items.map((_, n) => items[(n * (by % 2 === 0 ? 1 : 2) + by) % items.length]!);
