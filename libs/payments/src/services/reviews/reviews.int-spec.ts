import { type TestingModule } from '@nestjs/testing';
import { Money, uuidv7 } from '@app/core';
import { createTestDatabase, fakeActor, runAs } from '@app/testing';
import { PaymentsWorld, rupiah } from '../../testing/payments-world.fixture-spec';
import { SettleAttempt } from '../attempts/settle-attempt.service';
import { RecordPaymentService } from '../record-payment.service';
import { VoidPayment } from '../refunds/void-payment.service';
import { type DecideReview, Reviews } from './reviews.service';

describe('money in review', () => {
  let world: PaymentsWorld;
  let one: TestingModule;
  let two: TestingModule;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    one = await world.start();
    two = await world.start();
  });
  beforeEach(() => world.rest());
  afterEach(() => world.prove());
  afterAll(() => world.close());

  /** An attempt that somebody paid another amount for. */
  const mismatch = async (asked = 100_000n, claimed = 90_000n) => {
    const customer = await world.customer();
    const invoice = await world.invoice(customer, asked);
    const attempt = await world.attempt(invoice, { due: false });
    const evidence = { event: 'PAID', source: 'QUERY', amount: rupiah(claimed) } as const;
    expect(await one.get(SettleAttempt).settle(attempt, evidence)).toMatchObject({ result: 'review' });
    return { customer, invoice, attempt };
  };
  const decide = (facts: Omit<DecideReview, 'reason'>, app = one) =>
    app.get(Reviews).decide({ reason: 'looked at it', ...facts });
  const queue = async () => (await one.get(Reviews).list({ limit: 200 })).items.map(({ id }) => id);

  it('waits in a queue and becomes credit of whom it belongs to', async () => {
    const { attempt, invoice } = await mismatch();
    expect(await queue()).toContain(attempt);
    const other = await world.customer();
    const done = await decide({ reviewId: attempt, action: 'CREDIT', customerId: other });
    expect(done).toMatchObject({ amount: 90_000n, customerId: other });
    expect(await world.deposit(other)).toBe(90_000n);
    expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'OPEN', paid: 0n });
    expect(await queue()).not.toContain(attempt);
    expect(await world.attemptRow(attempt)).toMatchObject({ state: 'PAID' });
    const late = await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'CALLBACK' });
    expect(late.result).toBe('duplicate');
  });

  it('pays the invoice in part, or goes back by hand', async () => {
    const first = await mismatch();
    await decide({ reviewId: first.attempt, action: 'INVOICE', invoiceId: first.invoice });
    expect(await world.invoiceRow(first.invoice)).toEqual({ status: 'OPEN', paid: 90_000n });
    const second = await mismatch();
    const before = await world.balance('CASH.OFFICE');
    const back = await decide({ reviewId: second.attempt, action: 'REFUND', proofRef: 'TRF-1' });
    expect(back.refundId).not.toBeNull();
    expect((await world.balance('CASH.OFFICE')) - before).toBe(-90_000n);
    expect(await world.deposit(second.customer)).toBe(0n);
  });

  it('takes no amount of another currency for one of its own', async () => {
    const customer = await world.customer();
    const attempt = await world.attempt(await world.invoice(customer, 100_000n), { due: false });
    const dollars = { event: 'PAID', source: 'CALLBACK', amount: Money.of(100_000n, 'USD') } as const;
    expect(await one.get(SettleAttempt).settle(attempt, dollars)).toMatchObject({ result: 'review' });
    expect((await one.get(Reviews).list({ limit: 200 })).items.find(({ id }) => id === attempt)).toMatchObject({
      asked: 100_000n,
      claimed: null,
    });
    await expect(decide({ reviewId: attempt, action: 'CREDIT' })).rejects.toMatchObject({ code: 'REVIEWS_NO_MONEY' });
    const stated = { reviewId: attempt, action: 'CREDIT', amount: rupiah(98_000n) } as const;
    expect(await decide(stated)).toMatchObject({ amount: 98_000n });
    expect(await world.deposit(customer)).toBe(98_000n);
  });

  it('I8 was dismissed, and then the right amount came', async () => {
    const { attempt, invoice } = await mismatch();
    await expect(decide({ reviewId: attempt, action: 'SETTLE' })).rejects.toMatchObject({
      code: 'REVIEWS_NOT_UNANSWERED',
    });
    await decide({ reviewId: attempt, action: 'DISMISS' });
    await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'CALLBACK' });
    expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
  });

  it('is decided once, also when two people decide at the same moment as the gateway', async () => {
    const { attempt, customer } = await mismatch();
    const tries = await Promise.allSettled([
      decide({ reviewId: attempt, action: 'CREDIT' }),
      decide({ reviewId: attempt, action: 'DISMISS' }, two),
      decide({ reviewId: attempt, action: 'CREDIT' }, two),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([0n, 90_000n]).toContain(await world.deposit(customer));
    expect((await world.paymentsOf(attempt)).length).toBeLessThanOrEqual(1);
  });

  it('of a notice about an unknown order needs the amount that somebody saw at the gateway', async () => {
    const id = uuidv7();
    await world.database.execute(
      `insert into gateway_events (id, gateway, account_id, merchant_order_id, dedupe_key, received_at, source_ip, signature_ok,
                                   result, processed_at)
       values ($1::uuid, 'duitku', $2, 'FOREIGN-1', $1::text, app_now(), '::1', true, 'unknown-order', app_now())`,
      [id, world.accountId],
    );
    expect(await queue()).toContain(id);
    const customer = await world.customer();
    const facts = { reviewId: id, action: 'CREDIT', customerId: customer } as const;
    await expect(decide(facts)).rejects.toMatchObject({ code: 'REVIEWS_NO_MONEY' });
    await decide({ ...facts, amount: rupiah(25_000n) });
    expect(await world.deposit(customer)).toBe(25_000n);
    expect(await queue()).not.toContain(id);
  });

  it('Z4 above the limit needs a second person', async () => {
    const { attempt } = await mismatch(7_000_000n, 6_000_000n);
    const asked = runAs(one, fakeActor(null), () => decide({ reviewId: attempt, action: 'CREDIT' }));
    await expect(asked).rejects.toMatchObject({ code: 'IAM_APPROVAL_REQUIRED' });
    expect(await queue()).toContain(attempt);
  });
});

describe('voids', () => {
  let world: PaymentsWorld;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    await world.start();
  });
  afterEach(() => world.prove());
  afterAll(() => world.close());

  const pay = async () => {
    const customerId = await world.customer();
    const invoice = await world.invoice(customerId, 20_000n);
    const command = { customerId, amount: rupiah(20_000n), method: 'CASH' as const };
    return { invoice, id: await world.app.get(RecordPaymentService).record(command) };
  };
  const voiding = (id: string) => world.app.get(VoidPayment).void(id, 'typed wrongly');

  it('take a mistake back once, while its cash is there', async () => {
    const { id, invoice } = await pay();
    expect(await voiding(id)).toMatchObject({ kind: 'MISTAKE', reversedAmount: 20_000n });
    expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 0n });
    await expect(voiding(id)).rejects.toMatchObject({ code: 'REFUNDS_NOT_VOIDABLE' });
  });

  it('are too late once the day of the desk is closed', async () => {
    const { id } = await pay();
    await world.database.execute(
      `insert into cash_days (desk_id, day, currency, opening_amount, closing_amount, report, closed_at, closed_by, closed_by_name)
       select d.id, (app_now() at time zone 'Asia/Jakarta')::date, 'IDR', 0, 0, '{}', app_now(), 'x', 'x'
         from cash_desks d where d.account = 'CASH.OFFICE'`,
    );
    await expect(voiding(id)).rejects.toMatchObject({ code: 'REFUNDS_NOT_VOIDABLE' });
    await world.database.execute(`delete from cash_days`);
  });
});
