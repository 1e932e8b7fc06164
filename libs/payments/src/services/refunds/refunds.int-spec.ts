import { type TestingModule } from '@nestjs/testing';
import { createTestDatabase, fakeActor, runAs } from '@app/testing';
import { type QueryResult } from '../../gateways';
import { PaymentsWorld, rupiah } from '../../testing/payments-world.fixture-spec';
import { SettleAttempt } from '../attempts/settle-attempt.service';
import { RecordPaymentService } from '../record-payment.service';
import { ReversePaymentService } from '../reverse-payment.service';
import { type RefundCommand, Refunds } from './refunds.service';
import { RefundRunner } from './refund-runner.service';
import { TakenBack } from './taken-back.service';

describe('refunds', () => {
  let world: PaymentsWorld;
  let one: TestingModule;
  let two: TestingModule;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    one = await world.start();
    two = await world.start();
  });
  beforeEach(() => {
    world.mend();
    world.gateway.asked.length = 0;
    world.gateway.refunds.clear();
    world.gateway.refundAnswer = (request) => Promise.resolve(world.gateway.give(request));
    world.gateway.answer = () => Promise.resolve({ state: 'paid', raw: {} });
  });
  afterEach(() => world.prove());
  afterAll(() => world.close());

  const refunds = () => one.get(Refunds);
  const ask = (paymentId: string, facts: Partial<RefundCommand> = {}) =>
    refunds().request({ paymentId, way: 'GATEWAY', reason: 'asked for it', ...facts });
  const run = (id: string, app = one) => app.get(RefundRunner).run(id);
  const due = (id: string) =>
    world.database.execute(`update refunds set next_check_at = app_now() - interval '1 second' where id = $1`, [id]);
  const paidOnline = async (amount = 150_000n) => {
    const customerId = await world.customer();
    const invoice = await world.invoice(customerId, amount);
    const attempt = await world.attempt(invoice, { due: false });
    const { paymentId = '' } = await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'QUERY' });
    return { customerId, invoice, attempt, paymentId };
  };
  const paidCash = async (amount = 150_000n) => {
    const customerId = await world.customer();
    const invoice = await world.invoice(customerId, amount);
    const command = { customerId, amount: rupiah(amount), method: 'CASH' as const };
    return { customerId, invoice, paymentId: await one.get(RecordPaymentService).record(command) };
  };

  it('go through the gateway, once, and the invoice is owed again', async () => {
    const { paymentId, invoice, attempt } = await paidOnline();
    const before = await world.balance('CASH.GATEWAY');
    const { id, state } = await ask(paymentId);
    expect(state).toBe('APPROVED');
    expect(await run(id)).toBe('DONE');
    expect(await run(id)).toBeUndefined();
    expect([...world.gateway.refunds]).toEqual([[id, 150_000n]]);
    expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 0n });
    expect(await world.attemptRow(attempt)).toMatchObject({ state: 'REFUNDED' });
    expect((await world.balance('CASH.GATEWAY')) - before).toBe(-150_000n);
  });

  it('of a part leave the attempt paid until all of it is back', async () => {
    const { paymentId, attempt } = await paidOnline();
    await run((await ask(paymentId, { amount: rupiah(100_000n) })).id);
    expect(await world.attemptRow(attempt)).toMatchObject({ state: 'PAID' });
    await expect(ask(paymentId, { amount: rupiah(50_001n) })).rejects.toMatchObject({ code: 'REFUNDS_TOO_MUCH' });
    await run((await ask(paymentId)).id);
    expect(await world.attemptRow(attempt)).toMatchObject({ state: 'REFUNDED' });
    await expect(ask(paymentId)).rejects.toMatchObject({ code: 'REFUNDS_TOO_MUCH' });
  });

  it('reserve their amount: thirty at once, and a reversal beside them, give back no more than was paid', async () => {
    const { paymentId } = await paidOnline();
    const tries = await Promise.allSettled(
      [...Array(30).keys()].map((n) =>
        (n % 2 ? one : two)
          .get(Refunds)
          .request({ paymentId, amount: rupiah(10_000n), way: 'GATEWAY', reason: 'part' }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(15);
    const reverse = one
      .get(ReversePaymentService)
      .reverse({ paymentId, amount: rupiah(1n), kind: 'MISTAKE', reason: 'late' });
    await expect(reverse).rejects.toMatchObject({ code: 'REFUNDS_TOO_MUCH' });
  });

  it('have one row per caller and key, however often it is asked', async () => {
    const { paymentId } = await paidOnline();
    const actor = fakeActor(null);
    const again = () => runAs(one, actor, () => ask(paymentId, { idempotencyKey: 'k1', amount: rupiah(10_000n) }));
    const first = await again();
    expect((await Promise.all([again(), again(), again()])).map(({ id }) => id)).toEqual(Array(3).fill(first.id));
    const other = runAs(one, actor, () => ask(paymentId, { idempotencyKey: 'k1', amount: rupiah(11_000n) }));
    await expect(other).rejects.toMatchObject({ code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED' });
  });

  describe('a call that times out after the gateway did it', () => {
    it('is looked up and never sent under another name', async () => {
      const { paymentId, invoice } = await paidOnline();
      world.gateway.refundAnswer = (request) => {
        world.gateway.give(request);
        return Promise.resolve({ outcome: 'unknown', cause: 'timeout' });
      };
      const { id } = await ask(paymentId);
      expect(await run(id)).toBe('UNKNOWN');
      expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
      expect(await run(id)).toBeUndefined();
      const answer: QueryResult = { state: 'refunded', refunded: rupiah(150_000n), raw: {} };
      world.gateway.answer = () => Promise.resolve(answer);
      await due(id);
      expect(await run(id, two)).toBe('DONE');
      expect(world.gateway.asked.filter((one) => one.startsWith('refund'))).toHaveLength(1);
      expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 0n });
    });

    it('goes out again under its key where the gateway knows of none, and is refunded once', async () => {
      const { paymentId } = await paidOnline();
      world.gateway.refundAnswer = () => Promise.resolve({ outcome: 'unknown', cause: 'broken' });
      const { id } = await ask(paymentId);
      await run(id);
      world.gateway.refundAnswer = (request) => Promise.resolve(world.gateway.give(request));
      await due(id);
      expect(await Promise.all([run(id), run(id, two), run(id)])).toContain('DONE');
      expect([...world.gateway.refunds]).toEqual([[id, 150_000n]]);
    });

    it('is left to people after a week of silence, with an alert', async () => {
      const { paymentId } = await paidOnline();
      world.gateway.refundAnswer = () => Promise.resolve({ outcome: 'unknown', cause: 'timeout' });
      world.gateway.answer = () => Promise.resolve({ state: 'unknown', cause: 'timeout', raw: {} });
      const { id } = await ask(paymentId);
      for (let n = 0; n < 12; n++) {
        await run(id);
        await due(id);
        await world.database.execute('update refunds set next_check_at = null where id = $1 and checks >= 8', [id]);
      }
      const alert = await world.database.queryOne(
        `select severity from alerts where subject_id = $1 and resolved_at is null`,
        [id],
      );
      expect(alert).toEqual({ severity: 'CRITICAL' });
      const second = fakeActor(null, ['refund:approve']);
      const done = await runAs(one, second, () => refunds().resolve(id, 'DONE', 'RF-77'));
      expect(done).toMatchObject({ state: 'DONE', proofRef: 'RF-77' });
    });
  });

  it('a process that dies between its step and the call loses nothing', async () => {
    const { paymentId } = await paidOnline();
    world.gateway.refundAnswer = () => Promise.reject(new Error('the process dies here'));
    const { id } = await ask(paymentId);
    await expect(run(id)).rejects.toThrow('dies');
    expect(await refunds().get(id)).toMatchObject({ state: 'SENT' });
    world.gateway.refundAnswer = (request) => Promise.resolve(world.gateway.give(request));
    await due(id);
    expect(await two.get(RefundRunner).runDue(50)).toBeGreaterThanOrEqual(1);
    expect(await refunds().get(id)).toMatchObject({ state: 'DONE' });
  });

  it('fail when the gateway surely refuses, and free their amount', async () => {
    const { paymentId } = await paidOnline();
    world.gateway.refundAnswer = () =>
      Promise.resolve({ outcome: 'rejected', message: 'no balance', retryable: false });
    const { id } = await ask(paymentId);
    expect(await run(id)).toBe('FAILED');
    expect(await refunds().get(id)).toMatchObject({ problem: 'no balance' });
    await ask(paymentId);
  });

  it('by hand need a proof, leave the account that is named, and are done at once', async () => {
    const { paymentId, invoice } = await paidCash();
    await expect(ask(paymentId)).rejects.toMatchObject({ code: 'REFUNDS_NOT_THROUGH_GATEWAY' });
    await expect(ask(paymentId, { way: 'MANUAL' })).rejects.toMatchObject({ code: 'REFUNDS_PROOF_MISSING' });
    const before = await world.balance('CASH.BANK');
    const done = await ask(paymentId, {
      way: 'MANUAL',
      proofRef: 'TRF-9',
      cashAccount: 'CASH.BANK',
      amount: rupiah(50_000n),
    });
    expect(done).toMatchObject({ state: 'DONE', proofRef: 'TRF-9' });
    expect((await world.balance('CASH.BANK')) - before).toBe(-50_000n);
    expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 100_000n });
  });

  it('to credit move the money to the deposit, whatever is open', async () => {
    const { paymentId, customerId, invoice } = await paidOnline();
    const before = await world.balance('CASH.GATEWAY');
    const done = await ask(paymentId, { way: 'CREDIT' });
    expect(done.state).toBe('DONE');
    expect(await world.deposit(customerId)).toBe(150_000n);
    expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 0n });
    expect(await world.balance('CASH.GATEWAY')).toBe(before);
  });

  describe('what the gateway gives back on its own', () => {
    const told = (attempt: string, event: 'REFUNDED' | 'CHARGED_BACK') =>
      one.get(SettleAttempt).settle(attempt, { event, source: 'CALLBACK' });
    const book = (attempt: string, app = one) => app.get(TakenBack).book(attempt);

    it('is booked once as a chargeback, and the invoice is owed again', async () => {
      const { attempt, invoice, paymentId } = await paidOnline();
      await told(attempt, 'CHARGED_BACK');
      world.gateway.answer = () => Promise.resolve({ state: 'chargeback', raw: {} });
      expect((await Promise.all([book(attempt), book(attempt, two), book(attempt)])).sort()).toEqual([
        'booked',
        'nothing',
        'nothing',
      ]);
      expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 0n });
      expect((await refunds().list({ limit: 10, paymentId })).items).toMatchObject([
        { kind: 'CHARGEBACK', state: 'DONE' },
      ]);
    });

    it('in parts is noticed each time: the second partial chargeback of a payment too', async () => {
      const { attempt, invoice, paymentId } = await paidOnline();
      const back = async (total: bigint): Promise<string> => {
        await told(attempt, 'CHARGED_BACK');
        const answer: QueryResult = { state: 'chargeback', refunded: rupiah(total), raw: {} };
        world.gateway.answer = () => Promise.resolve(answer);
        return book(attempt);
      };
      const published = async (): Promise<number> =>
        (
          await world.database.query(
            `select 1 from outbox_events where payload->>'attemptId' = $1
               and topic in ('payments.attempt.changed.v1', 'payments.money.taken-back.v1')`,
            [attempt],
          )
        ).length;
      expect(await back(50_000n)).toBe('booked');
      expect(await published()).toBe(1);
      expect(await back(120_000n)).toBe('booked');
      expect(await published()).toBe(2);
      expect(await back(120_000n)).toBe('nothing');
      expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 30_000n });
      const { items } = await refunds().list({ limit: 10, paymentId });
      expect(items.map(({ amount, kind }) => [amount, kind]).sort()).toEqual([
        [50_000n, 'CHARGEBACK'],
        [70_000n, 'CHARGEBACK'],
      ]);
      expect(await back(150_000n)).toBe('booked');
      world.gateway.asked.length = 0;
      expect(await book(attempt)).toBe('nothing');
      expect(world.gateway.asked).toEqual([]);
    });

    it('in part leaves the order paid, and is booked', async () => {
      const { attempt, invoice } = await paidOnline();
      const notice = { event: 'PAID', source: 'CALLBACK', refunded: rupiah(50_000n) } as const;
      expect(await one.get(SettleAttempt).settle(attempt, notice)).toMatchObject({ result: 'duplicate' });
      const answer: QueryResult = { state: 'paid', refunded: rupiah(50_000n), raw: {} };
      world.gateway.answer = () => Promise.resolve(answer);
      const events = await world.database.query<{ id: string }>(
        `select payload->>'attemptId' as id from outbox_events
          where topic = 'payments.money.taken-back.v1' and payload->>'attemptId' = $1`,
        [attempt],
      );
      expect(events).toHaveLength(1);
      expect([await book(attempt), await book(attempt)]).toEqual(['booked', 'nothing']);
      expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 100_000n });
      expect(await world.attemptRow(attempt)).toMatchObject({ state: 'PAID' });
    });

    it('is our own refund where one is on its way', async () => {
      const { attempt, paymentId } = await paidOnline();
      world.gateway.refundAnswer = () => Promise.resolve({ outcome: 'unknown', cause: 'timeout' });
      const { id } = await ask(paymentId);
      await run(id);
      await told(attempt, 'REFUNDED');
      world.gateway.answer = () => Promise.resolve({ state: 'refunded', refunded: rupiah(150_000n), raw: {} });
      expect(await book(attempt)).toBe('ours');
      expect((await refunds().list({ limit: 10, paymentId })).items).toMatchObject([{ id, state: 'DONE' }]);
    });

    it('stays with people when the gateway does not say how much', async () => {
      const { attempt, invoice } = await paidOnline();
      await told(attempt, 'REFUNDED');
      world.gateway.answer = () => Promise.resolve({ state: 'unknown', cause: 'timeout', raw: {} });
      expect(await book(attempt)).toBe('nothing');
      expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
    });
  });

  describe('Z4 four eyes', () => {
    it('above the limit wait for somebody else, who may decline', async () => {
      const { paymentId, invoice } = await paidOnline(6_000_000n);
      const asker = fakeActor(null, ['refund:request', 'refund:approve']);
      const { id, state } = await runAs(one, asker, () => ask(paymentId));
      expect(state).toBe('REQUESTED');
      expect(await run(id)).toBeUndefined();
      const own = runAs(one, asker, () => refunds().approve(id));
      await expect(own).rejects.toMatchObject({ code: 'IAM_OWN_APPROVAL' });
      const powerless = runAs(one, fakeActor(null), () => refunds().approve(id));
      await expect(powerless).rejects.toMatchObject({ code: 'IAM_APPROVAL_NOT_YOURS' });
      const second = fakeActor(null, ['refund:approve']);
      expect(await runAs(one, second, () => refunds().approve(id))).toMatchObject({ state: 'APPROVED' });
      await expect(runAs(one, second, () => refunds().approve(id))).rejects.toMatchObject({ code: 'REFUNDS_STATE' });
      expect(await run(id)).toBe('DONE');
      expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'OPEN' });
    });

    it('declined ones free their amount', async () => {
      const { paymentId } = await paidCash(6_000_000n);
      const facts = { way: 'MANUAL' as const, proofRef: 'T1' };
      const { id } = await runAs(one, fakeActor(null), () => ask(paymentId, facts));
      await expect(ask(paymentId, facts)).rejects.toMatchObject({ code: 'REFUNDS_TOO_MUCH' });
      await runAs(one, fakeActor(null, ['refund:approve']), () => refunds().reject(id, 'no'));
      expect(await ask(paymentId, facts)).toMatchObject({ state: 'DONE' });
    });
  });
});
