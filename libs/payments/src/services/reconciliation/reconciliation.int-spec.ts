import { type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { createTestDatabase } from '@app/testing';
import { type QueryResult } from '../../gateways';
import { PaymentsWorld, rupiah } from '../../testing/payments-world.fixture-spec';
import { AttemptStatus } from '../attempts/attempt-status.service';
import { Attempts } from '../attempts/attempts.service';
import { SettleAttempt } from '../attempts/settle-attempt.service';
import { Reviews } from '../reviews/reviews.service';
import { ImportSettlement } from '../settlement-reports/import-settlement.service';
import { SettlementReports } from '../settlement-reports/settlement-reports.service';
import { MoneyWatch } from './money-watch.service';
import { Reconciliation } from './reconciliation.service';

const paid = (amount: bigint): QueryResult => ({ state: 'paid', amount: rupiah(amount), raw: {} });

describe('reconciliation', () => {
  let world: PaymentsWorld;
  let one: TestingModule;
  let two: TestingModule;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    one = await world.start();
    two = await world.start();
  });
  beforeEach(async () => {
    await world.rest();
    world.gateway.asked.length = 0;
    await world.database.execute(`update payment_attempts set next_check_at = null`);
  });
  afterEach(() => world.prove());
  afterAll(() => world.close());

  const run = (app = one) => app.get(Reconciliation).run();
  const bill = async (price = 150_000n) => world.invoice(await world.customer(), price);
  const due = (id: string) =>
    world.database.execute(
      `update payment_attempts set next_check_at = app_now() - interval '1 second' where id = $1`,
      [id],
    );

  it('books what nobody told us of, and asks no more', async () => {
    const invoice = await bill();
    const attempt = await world.attempt(invoice);
    world.gateway.answer = () => Promise.resolve(paid(150_000n));
    expect(await run()).toEqual({ asked: 1, settled: 1, closed: 0 });
    expect(await world.attemptRow(attempt)).toEqual({ state: 'PAID', checks: 1, nextCheckAt: null });
    expect(await world.invoiceRow(invoice)).toEqual({ status: 'PAID', paid: 150_000n });
    expect(await run()).toEqual({ asked: 0, settled: 0, closed: 0 });
  });

  it('asks at most five times, and ends what is over', async () => {
    const attempt = await world.attempt(await bill(), { ageMinutes: 3 * 1_440 });
    world.gateway.answer = () => Promise.resolve({ state: 'unknown', cause: 'not-found', raw: {} });
    for (let n = 0; n < 8; n++) {
      await run();
      if (n < 4) await world.database.execute(`update payment_attempts set state = 'UNKNOWN' where id = $1`, [attempt]);
      await due(attempt);
    }
    expect(world.gateway.asked.length).toBeLessThanOrEqual(5);
    expect(await world.attemptRow(attempt)).toMatchObject({ state: 'EXPIRED' });
  });

  it('is asked by whoever presses the button once in 30 seconds, all processes together', async () => {
    const attempt = await world.attempt(await bill(), { due: false });
    world.gateway.answer = () => Promise.resolve({ state: 'pending', raw: {} });
    await Promise.all([one, two, one, two].map((app) => app.get(AttemptStatus).refresh(attempt)));
    await one.get(AttemptStatus).refresh(attempt);
    expect(world.gateway.asked).toEqual([`O-${attempt}`]);
    await world.database.execute(`update payment_attempts set checked_at = checked_at - interval '30 seconds'`);
    await two.get(AttemptStatus).refresh(attempt);
    expect(world.gateway.asked).toHaveLength(2);
  });

  describe('a gateway that never answers', () => {
    /** Asked to the end, without an answer. */
    const unanswered = async (state = 'PENDING') => {
      const customer = await world.customer();
      const invoice = await world.invoice(customer, 80_000n);
      const attempt = await world.attempt(invoice, { ageMinutes: 3 * 1_440, state });
      world.gateway.answer = () => Promise.resolve({ state: 'unknown', cause: 'timeout', raw: {} });
      world.gateway.cancelAnswer = () => Promise.resolve({ outcome: 'unknown', cause: 'timeout' });
      await run();
      world.gateway.cancelAnswer = () => Promise.resolve({ outcome: 'cancelled' });
      expect(await world.attemptRow(attempt)).toMatchObject({ state: 'UNKNOWN', nextCheckAt: null });
      return { customer, invoice, attempt };
    };
    const queue = async () => (await one.get(Reviews).list({ limit: 200 })).items;
    const silentAlert = async () =>
      world.database.queryOne<{ detail: { orders: string[] } }>(
        `select detail from alerts where key = $1 and resolved_at is null`,
        [`payments.attempts-silent:${world.accountId}`],
      );

    it('leaves the attempt to people: it is in the queue and in the alert until one decides', async () => {
      const { attempt, invoice } = await unanswered();
      await run();
      await one.get(MoneyWatch).run();
      expect((await silentAlert())?.detail.orders).toContain(`O-${attempt}`);
      expect((await queue()).find(({ id }) => id === attempt)).toMatchObject({ reason: 'UNANSWERED', asked: 80_000n });
      const decision = { reviewId: attempt, action: 'SETTLE', reason: 'paid in the panel' } as const;
      const tries = await Promise.allSettled([one, two].map((app) => app.get(Reviews).decide(decision)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await world.invoiceRow(invoice)).toEqual({ status: 'PAID', paid: 80_000n });
      await one.get(MoneyWatch).run();
      expect(await silentAlert()).toBeUndefined();
    });

    it('ends it where a person says that no money came; money that comes all the same is booked', async () => {
      const { attempt, invoice } = await unanswered('CANCELLED');
      await one.get(Reviews).decide({ reviewId: attempt, action: 'DISMISS', reason: 'nothing in the panel' });
      expect(await world.attemptRow(attempt)).toMatchObject({ state: 'EXPIRED' });
      expect((await queue()).map(({ id }) => id)).not.toContain(attempt);
      await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'CALLBACK' });
      expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
    });

    it('leaves it to the settlement report: the gateway is asked once more, and believed', async () => {
      const { attempt, invoice } = await unanswered();
      const content = Buffer.from(`Merchant Order ID,Amount,Fee\nO-${attempt},80000,1000`);
      const file = { accountId: world.accountId, fileName: 'b.csv', contentType: 'text/csv', content, columns: {} };
      const { reportId } = await one.get(SettlementReports).upload(file);
      await one.get(ImportSettlement).run(reportId);
      world.gateway.answer = () => Promise.resolve(paid(80_000n));
      expect(await run()).toMatchObject({ settled: 1 });
      expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
    });

    it('is asked again by whoever looks, and an answer ends it', async () => {
      const { attempt } = await unanswered();
      await world.database.execute(`update payment_attempts set checked_at = null where id = $1`, [attempt]);
      world.gateway.answer = () => Promise.resolve({ state: 'expired', raw: {} });
      expect(await one.get(AttemptStatus).refresh(attempt)).toMatchObject({ state: 'EXPIRED' });
      expect((await queue()).map(({ id }) => id)).not.toContain(attempt);
    });
  });

  it('keeps an attempt whose gateway answers with nonsense, and plans the next question', async () => {
    const attempt = await world.attempt(await bill(), { ageMinutes: 6 });
    for (const cause of ['timeout', 'unreadable', 'server-error', 'rate-limited'] as const) {
      world.gateway.answer = () => Promise.resolve({ state: 'unknown', cause, raw: {} });
      await due(attempt);
      await run();
      const row = await world.attemptRow(attempt);
      expect(row?.state).toBe('PENDING');
      expect(row?.nextCheckAt?.getTime()).toBeGreaterThan(Date.now());
    }
  });

  it('books a payment that comes after the end', async () => {
    const invoice = await bill();
    const attempt = await world.attempt(invoice, { ageMinutes: 2_000, state: 'EXPIRED', due: false });
    world.gateway.answer = () => Promise.resolve(paid(150_000n));
    await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'QUERY' });
    expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
  });

  it('books money of an order that the gateway calls like another one', async () => {
    const first = await world.attempt(await bill(), { due: false });
    const second = await world.attempt(await bill(), { due: false });
    const evidence = { event: 'PAID', source: 'CALLBACK', providerRef: `R-${first}` } as const;
    const settled = await Promise.all([1, 2, 3].map(() => one.get(SettleAttempt).settle(second, evidence)));
    expect(settled.map(({ result }) => result).sort()).toEqual(['duplicate', 'duplicate', 'settled']);
    expect(await world.paymentsOf(second)).toHaveLength(1);
  });

  it('sends nobody to pay an order that the gateway calls like another one: a person is told, nothing is lost', async () => {
    const url = 'https://gateway.example/pay/1';
    world.gateway.checkoutAnswer = () => Promise.resolve({ outcome: 'created', providerRef: 'SAME', paymentUrl: url });
    const invoices = [await bill(), await bill()];
    const started = await Promise.all(
      invoices.map((id, n) =>
        (n === 0 ? one : two)
          .get(Attempts)
          .start({ target: { kind: 'INVOICE', id }, accountId: world.accountId, returnUrl: url }),
      ),
    );
    const states = started.map(({ state, reason, payUrl, providerRef }) => ({ state, reason, payUrl, providerRef }));
    expect(states).toEqual(
      expect.arrayContaining([
        { state: 'PENDING', reason: null, payUrl: url, providerRef: 'SAME' },
        { state: 'UNKNOWN', reason: 'reference-taken', payUrl: null, providerRef: null },
      ]),
    );
    const refused = started.find(({ state }) => state === 'UNKNOWN');
    const alert = await world.database.queryOne(`select detail from alerts where key = $1 and resolved_at is null`, [
      `payments.attempt-same-reference:${refused?.id ?? ''}`,
    ]);
    const other = started.find(({ state }) => state === 'PENDING')?.merchantOrderId;
    expect(alert).toMatchObject({ detail: { providerRef: 'SAME', other } });
    const evidence = { event: 'PAID', source: 'CALLBACK', providerRef: 'SAME' } as const;
    for (const { id } of started) expect((await one.get(SettleAttempt).settle(id, evidence)).result).toBe('settled');
    for (const id of invoices) expect(await world.invoiceRow(id)).toMatchObject({ status: 'PAID' });
  });

  it('settles in three round trips: the locks, what hangs on them, and all that nobody reads with the commit', async () => {
    const [first, second] = [await world.attempt(await bill()), await world.attempt(await bill())];
    const settle = (id: string) => one.get(SettleAttempt).settle(id, { event: 'PAID', source: 'CALLBACK' });
    await settle(first);
    const asked = jest.spyOn(Client.prototype, 'query');
    await settle(second);
    const batches = asked.mock.calls.filter(([asking]) => typeof asking !== 'string');
    asked.mockRestore();
    expect(batches).toHaveLength(3);
  });

  it('shows people what is of another amount, and books nothing', async () => {
    const attempt = await world.attempt(await bill());
    world.gateway.answer = () => Promise.resolve(paid(149_999n));
    await run();
    expect(await world.attemptRow(attempt)).toEqual({ state: 'REVIEW', checks: 1, nextCheckAt: null });
    expect(await world.paymentsOf(attempt)).toEqual([]);
  });

  it('ends replaced attempts at the gateway; one that was paid instead becomes credit', async () => {
    const customer = await world.customer();
    const invoice = await world.invoice(customer, 90_000n);
    const replaced = await world.attempt(invoice, { state: 'CANCELLED' });
    expect(await run()).toMatchObject({ asked: 1 });
    expect(await world.attemptRow(replaced)).toMatchObject({ state: 'CANCELLED', nextCheckAt: null });
    expect(world.gateway.asked).toEqual([]);
    const other = await world.attempt(invoice, { state: 'CANCELLED' });
    world.gateway.cancelAnswer = () => Promise.resolve({ outcome: 'rejected', message: 'paid' });
    world.gateway.answer = () => Promise.resolve(paid(90_000n));
    await run();
    expect(await world.attemptRow(other)).toMatchObject({ state: 'PAID' });
    expect(await world.invoiceRow(invoice)).toEqual({ status: 'PAID', paid: 90_000n });
    world.gateway.cancelAnswer = () => Promise.resolve({ outcome: 'cancelled' });
  });

  describe('what waits too long', () => {
    const alerts = async () =>
      world.database.query<{ key: string; detail: { count: number; amount: string; orders: string[] } }>(
        `select split_part(key, ':', 1) as key, detail from alerts
          where subject_id = $1 and resolved_at is null and key not like '%gateway-paused%' order by key`,
        [world.accountId],
      );
    const watch = () => one.get(MoneyWatch).run();

    it('is told once per account, and is over when it is over', async () => {
      await world.database.execute(`update payment_attempts set state = 'EXPIRED' where state = 'PENDING'`);
      const silent = await world.attempt(await bill(20_000n), { state: 'UNKNOWN', ageMinutes: 7 * 60, due: false });
      await world.attempt(await bill(), { state: 'UNKNOWN', ageMinutes: 5 * 60, due: false });
      const paidLongAgo = await world.attempt(await bill(30_000n), { ageMinutes: 6 * 1_440, due: false });
      const paidAt = new Date(Date.now() - 6 * 86_400_000 + 60_000);
      await one.get(SettleAttempt).settle(paidLongAgo, { event: 'PAID', source: 'QUERY', paidAt });
      expect(await watch()).toEqual({ unsettled: 1, silent: 1 });
      await watch();
      expect(await alerts()).toMatchObject([
        { key: 'payments.attempts-silent', detail: { count: 1, amount: '20000', orders: [`O-${silent}`] } },
        { key: 'payments.settlement-overdue', detail: { count: 1, amount: '30000', orders: [`O-${paidLongAgo}`] } },
      ]);
      const content = Buffer.from(`Merchant Order ID,Amount,Fee\nO-${paidLongAgo},30000,1000`);
      const file = { accountId: world.accountId, fileName: 'a.csv', contentType: 'text/csv', content, columns: {} };
      const { reportId } = await one.get(SettlementReports).upload(file);
      expect(await one.get(ImportSettlement).run(reportId)).toBe('COMPLETED');
      await one.get(SettleAttempt).settle(silent, { event: 'EXPIRED', source: 'QUERY' });
      expect(await watch()).toEqual({ unsettled: 0, silent: 0 });
      expect(await alerts()).toEqual([]);
    });
  });

  describe('a block of the gateway', () => {
    it('stops asking after a burst of 429, and loses nothing', async () => {
      const attempts = await Promise.all([1, 2, 3, 4, 5, 6].map(async () => world.attempt(await bill(10_000n))));
      world.gateway.answer = () => Promise.resolve({ state: 'unknown', cause: 'rate-limited', raw: {} });
      await run();
      expect(world.gateway.asked).toHaveLength(3);
      await run(two);
      expect(world.gateway.asked).toHaveLength(3);
      await world.rest();
      world.gateway.answer = () => Promise.resolve(paid(10_000n));
      for (const id of attempts) await due(id);
      await run();
      for (const id of attempts) expect(await world.paymentsOf(id)).toMatchObject([{ amount: 10_000n }]);
    });

    it('keeps inside the budget of the account, all processes together', async () => {
      for (let n = 0; n < 14; n++) await world.attempt(await bill(10_000n));
      world.gateway.answer = () => Promise.resolve({ state: 'pending', raw: {} });
      await Promise.all([run(), run(two), run(), run(two)]);
      expect(world.gateway.asked.length).toBeLessThanOrEqual(11);
      expect(new Set(world.gateway.asked).size).toBe(world.gateway.asked.length);
    });
  });

  describe('a crash between question and booking', () => {
    it('asks again when the time of the dead worker is over, and books once', async () => {
      const invoice = await bill();
      const attempt = await world.attempt(invoice);
      world.gateway.answer = () => Promise.reject(new Error('the process dies here'));
      expect(await run()).toEqual({ asked: 1, settled: 0, closed: 0 });
      expect(await world.attemptRow(attempt)).toMatchObject({ state: 'PENDING', checks: 1 });
      world.gateway.answer = () => Promise.resolve(paid(150_000n));
      expect(await run(two)).toMatchObject({ asked: 0 });
      await due(attempt);
      await world.rest();
      expect(await run(two)).toMatchObject({ settled: 1 });
      expect(await world.paymentsOf(attempt)).toHaveLength(1);
    });
  });

  describe('F7 callbacks and reconciliation in the same moment', () => {
    it('makes one payment, whoever is first', async () => {
      const attempts = await Promise.all([...Array(8).keys()].map(async () => world.attempt(await bill(50_000n))));
      world.gateway.answer = () => Promise.resolve(paid(50_000n));
      const callbacks = attempts.flatMap((id) =>
        [one, two, one].map((app) =>
          app.get(SettleAttempt).settle(id, { event: 'PAID', source: 'CALLBACK', amount: rupiah(50_000n) }),
        ),
      );
      await Promise.all([run(), run(two), ...callbacks]);
      for (const id of attempts) expect(await world.paymentsOf(id)).toHaveLength(1);
    });
  });

  it('two workers never ask about one attempt twice', async () => {
    const attempts = await Promise.all([1, 2, 3, 4].map(async () => world.attempt(await bill(20_000n))));
    world.gateway.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { state: 'pending', raw: {} };
    };
    await Promise.all([run(), run(two), run(), run(two)]);
    expect(world.gateway.asked).toHaveLength(attempts.length);
    expect(new Set(world.gateway.asked).size).toBe(attempts.length);
  });
});
