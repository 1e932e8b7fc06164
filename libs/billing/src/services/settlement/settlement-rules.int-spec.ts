import { Money, uuidv7 } from '@app/core';
import { Alerts } from '@app/platform';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { InvoiceCorrections } from '../documents/invoice-corrections.service';
import { CreditNotes } from '../documents/credit-notes.service';
import { CashAccounts } from '../ledger/cash-accounts.service';
import { type SettlementRequest, SettlementService } from '../settlement.service';
import { Withholdings } from './withholdings.service';

const TOTAL = 166_500n;

describe('money that comes and goes', () => {
  let world: BillingWorld;
  let plan: string;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    plan = await world.plan(150_000n);
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const settle = (customerId: string, amount: bigint, more: Partial<SettlementRequest> = {}) =>
    world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId, amount: Money.of(amount, 'IDR'), method: 'CASH' as const },
      receivedAt: new Date('2025-11-05T03:00:00Z'),
      ...more,
    });
  const reverse = (
    customerId: string,
    amount: bigint,
    applied: { allocations: { invoiceId: string; amount: bigint }[]; deposit: bigint },
  ) =>
    world.app.get(SettlementService).reverse({
      ...{ reversalId: uuidv7(), paymentId: uuidv7(), customerId, amount, applied },
      ...{ method: 'CASH', currency: 'IDR' },
    });

  const debtor = async (): Promise<{ customer: string; invoice: string; subscription: string }> => {
    const customer = await world.customer();
    const subscription = await world.subscribe(customer, plan, '2025-11-01');
    await world.run('2025-11-01T00:05:00+07:00');
    return { customer, subscription, invoice: (await world.invoices(customer))[0]!.id };
  };
  const one = async (id: string) =>
    (await world.database.queryOne<Record<string, unknown>>(
      `select status, paid_amount as paid, withheld_amount as withheld, due_on::text as "dueOn", isolir_at as "isolirAt",
              paid_on::text as "paidOn", total_amount - paid_amount - credited_amount as remaining from invoices where id = $1`,
      [id],
    ))!;
  const balance = async (account: string): Promise<bigint> =>
    (await world.database.queryOne<{ sum: bigint }>(
      `select coalesce(sum(amount), 0)::bigint as sum from ledger_entries where account = $1`,
      [account],
    ))!.sum;
  const writeOff = (id: string) => world.app.get(InvoiceCorrections).writeOff(id, 'gone away');
  const alerts = async () => (await world.app.get(Alerts).list({}, { limit: 50 })).items.map((alert) => alert.key);

  describe('payment of a written-off invoice', () => {
    it('is a recovery, and the invoice is paid once all of it came', async () => {
      const { customer, invoice } = await debtor();
      await writeOff(invoice);
      await settle(customer, 100_000n, { invoiceId: invoice });
      expect(await one(invoice)).toMatchObject({ status: 'UNCOLLECTIBLE', paid: 100_000n });
      const settled = await settle(customer, 100_000n, { invoiceId: invoice });
      expect(settled).toMatchObject({ depositAmount: 33_500n, balance: { due: 0n, deposit: 33_500n } });
      expect(await one(invoice)).toMatchObject({ status: 'PAID', remaining: 0n });
      expect(await balance('BAD_DEBT')).toBe(TOTAL);
      expect(await balance('BAD_DEBT_RECOVERY')).toBe(-TOTAL);
      expect(await balance('AR')).toBe(0n);
    });

    it('that is taken back leaves the debt given up', async () => {
      const { customer, invoice } = await debtor();
      await writeOff(invoice);
      const { allocations } = await settle(customer, TOTAL, { invoiceId: invoice });
      await reverse(customer, TOTAL, { allocations, deposit: 0n });
      expect(await one(invoice)).toMatchObject({ status: 'UNCOLLECTIBLE', paid: 0n });
      expect(await balance('BAD_DEBT_RECOVERY')).toBe(0n);
    });

    it('and a credit note on it makes the bad debt smaller, not the receivable', async () => {
      const { invoice } = await debtor();
      await writeOff(invoice);
      const line = (await world.database.queryOne<{ id: string }>('select id from invoice_lines'))!;
      const lines = [{ invoiceLineId: line.id, net: 150_000n, tax: 16_500n }];
      await world.app.get(CreditNotes).issue({ invoiceId: invoice, sourceKey: 'x', reason: 'test', lines });
      expect(await one(invoice)).toMatchObject({ status: 'PAID', remaining: 0n });
      expect(await balance('BAD_DEBT')).toBe(0n);
    });
  });

  it('money for a void invoice becomes deposit, and somebody hears of it', async () => {
    const { customer, invoice } = await debtor();
    await world.app.get(InvoiceCorrections).void(invoice, 'wrong');
    const paymentId = uuidv7();
    expect(await settle(customer, TOTAL, { invoiceId: invoice, paymentId })).toMatchObject({
      allocations: [],
      depositAmount: TOTAL,
    });
    expect(await alerts()).toContain(`payment-without-debt:${paymentId}`);
  });

  it('money of a customer who left becomes deposit with an alert, but his old debt is paid first', async () => {
    const { customer, subscription, invoice } = await debtor();
    await world.database.execute(`update subscriptions set status = 'ENDED', ends_on = '2025-12-01' where id = $1`, [
      subscription,
    ]);
    const paymentId = uuidv7();
    expect(await settle(customer, TOTAL)).toMatchObject({ allocations: [{ invoiceId: invoice }], depositAmount: 0n });
    expect(await settle(customer, 1_000n, { paymentId })).toMatchObject({ depositAmount: 1_000n });
    expect(await alerts()).toContain(`payment-without-debt:${paymentId}`);
  });

  it('judges by the value date, posts today, and tells who charged for being late', async () => {
    const { customer, invoice } = await debtor();
    const paymentId = uuidv7();
    const settled = await settle(customer, TOTAL, { receivedAt: new Date('2025-11-15T16:59:59Z'), paymentId });
    expect(settled.allocations).toMatchObject([{ daysLate: 4, accessBreach: false }]);
    expect(await one(invoice)).toMatchObject({ paidOn: '2025-11-15', dueOn: '2025-11-11' });
    const early = await debtor();
    const inTime = await settle(early.customer, TOTAL, { receivedAt: new Date('2025-11-11T16:59:59Z') });
    expect(inTime.allocations).toMatchObject([{ daysLate: 0, accessBreach: true }]);
    const { today, rows } = (await world.database.queryOne<{ today: boolean; rows: number }>(
      `select bool_and(posted_on > '2026-01-01') as today, count(*)::int as rows from ledger_transactions
        where ref_type = 'PAYMENT'`,
    ))!;
    expect({ today, rows }).toEqual({ today: true, rows: 2 });
    const event = await world.database.queryOne<{ payload: object }>(
      `select payload from outbox_events where topic = 'billing.payment.applied.v1' and key = $1`,
      [paymentId],
    );
    expect(event?.payload).toMatchObject({ receivedAt: '2025-11-15T16:59:59.000Z', invoiceIds: [invoice] });
  });

  it('withheld tax settles with the cash (X4), never above 2 % and never twice', async () => {
    const { customer, invoice } = await debtor();
    const withholdings = world.app.get(Withholdings);
    const request = { invoiceId: invoice, certificate: 'BP-1', receivedAt: new Date('2025-11-10T00:00:00Z') };
    const withhold = (amount: bigint, certificate = 'BP-1') =>
      withholdings.record({ ...request, certificate, amount: Money.of(amount, 'IDR') });
    await expect(withhold(3_001n)).rejects.toMatchObject({
      code: 'BILLING_WITHHOLDING_TOO_HIGH',
      params: { max: '3000' },
    });
    await settle(customer, 163_500n);
    expect(await one(invoice)).toMatchObject({ status: 'OPEN', remaining: 3_000n });
    await withhold(3_000n);
    expect(await one(invoice)).toMatchObject({ status: 'PAID', paid: TOTAL, withheld: 3_000n });
    expect(await balance('WITHHOLDING')).toBe(3_000n);
    await expect(withhold(1n)).rejects.toMatchObject({ code: 'BILLING_INVOICE_STATE' });
    expect(await withholdings.of(invoice)).toHaveLength(1);
    const other = (await debtor()).invoice;
    await withholdings.record({ ...request, invoiceId: other, amount: Money.of(1n, 'IDR') });
    await expect(
      withholdings.record({ ...request, invoiceId: other, amount: Money.of(1n, 'IDR') }),
    ).rejects.toMatchObject({ code: 'BILLING_CERTIFICATE_TAKEN' });
  });

  it('cash accounts are data', async () => {
    const { customer } = await debtor();
    await expect(settle(customer, 1_000n, { cashAccount: 'CASH.QRIS' })).rejects.toMatchObject({
      code: 'BILLING_CASH_ACCOUNT_UNKNOWN',
    });
    await world.app.get(CashAccounts).add('CASH.QRIS', 'QRIS');
    await settle(customer, 1_000n, { cashAccount: 'CASH.QRIS' });
    expect(await balance('CASH.QRIS')).toBe(1_000n);
  });

  describe('a payment that is taken back', () => {
    it('opens its invoice again with the due day it had, and fresh days to pay', async () => {
      const { customer, invoice } = await debtor();
      const before = await one(invoice);
      const { allocations } = await settle(customer, TOTAL);
      await reverse(customer, TOTAL, { allocations, deposit: 0n });
      const after = await one(invoice);
      expect(after).toMatchObject({ status: 'OPEN', paid: 0n, dueOn: before.dueOn });
      const now = (await world.database.queryOne<{ now: Date }>('select app_now() as now'))!.now;
      expect((after.isolirAt as Date).getTime()).toBeGreaterThan(now.getTime() + 4 * 86_400_000);
      await expect(
        world.database.execute(`update invoices set isolir_at = isolir_at - interval '1 day' where id = $1`, [invoice]),
      ).rejects.toThrow(/not allowed/);
    });

    it('takes the deposit first, then what the deposit has paid meanwhile', async () => {
      const { customer } = await debtor();
      const first = await settle(customer, 2n * TOTAL);
      await world.run('2025-12-01T00:05:00+07:00');
      expect((await world.invoices(customer)).map(({ status }) => status)).toEqual(['PAID', 'PAID']);
      const done = await reverse(customer, 2n * TOTAL, { allocations: first.allocations, deposit: TOTAL });
      const december = (await world.invoices(customer))[1]!;
      expect(done).toMatchObject({
        fromDeposit: 0n,
        reopenedByDeposit: [{ invoiceId: december.id, amount: TOTAL }],
        lost: 0n,
      });
      expect((await world.invoices(customer)).map(({ status, paid }) => [status, paid])).toEqual([
        ['OPEN', 0n],
        ['OPEN', 0n],
      ]);
      expect(await balance('CASH.OFFICE')).toBe(0n);
    });

    it('is never more than was paid', async () => {
      const { customer } = await debtor();
      const { allocations } = await settle(customer, 100_000n);
      await expect(reverse(customer, 100_001n, { allocations, deposit: 0n })).rejects.toMatchObject({
        code: 'BILLING_REVERSAL_EXCEEDS_PAYMENT',
      });
    });
  });

  it('fifty at once lose nothing: payments, reversals, credit notes, withholdings', async () => {
    const { customer, invoice } = await debtor();
    const line = (await world.database.queryOne<{ id: string }>('select id from invoice_lines'))!;
    const all = Array.from({ length: 50 }, (_, i) => i);
    await Promise.all(
      all.map(async (i) => {
        if (i % 3 === 0) return settle(customer, 3_000n);
        if (i % 3 === 1) {
          const lines = [{ invoiceLineId: line.id, net: 1_000n, tax: 110n }];
          return world.app.get(CreditNotes).issue({ invoiceId: invoice, sourceKey: `k${i}`, reason: 'many', lines });
        }
        const { allocations, depositAmount } = await settle(customer, 4_000n);
        return reverse(customer, 1_000n, { allocations, deposit: depositAmount });
      }),
    );
    const { remaining } = await one(invoice);
    expect(remaining).toBe(TOTAL - 17n * 3_000n - 17n * 1_110n - 16n * 3_000n);
  });
});
