import { type TestingModule } from '@nestjs/testing';
import { localDate } from '@app/core';
import { createTestDatabase, fakeActor, runAs } from '@app/testing';
import { type SettlementAction } from '../../domain/settlement-reports/settlement-decision';
import { PaymentsWorld, rupiah } from '../../testing/payments-world.fixture-spec';
import { SettleAttempt } from '../attempts/settle-attempt.service';
import { Reconciliation } from '../reconciliation/reconciliation.service';
import { GatewayPayouts } from './gateway-payouts.service';
import { ImportSettlement } from './import-settlement.service';
import { SettlementDecisions } from './settlement-decisions.service';
import { SettlementReports } from './settlement-reports.service';

const HEAD = 'Merchant Order ID,Reference,Payment Method,Type,Amount,Fee,Settlement Amount,Settlement Date';

describe('settlement reports', () => {
  let world: PaymentsWorld;
  let one: TestingModule;
  let two: TestingModule;
  let day = 0;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    one = await world.start();
    two = await world.start();
  });
  beforeEach(() => world.rest());
  afterEach(() => world.prove());
  afterAll(() => world.close());

  const paid = async (amount: bigint, state = 'PAID') => {
    const attempt = await world.attempt(await world.invoice(await world.customer(), amount), { due: false });
    if (state === 'PAID') await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'QUERY' });
    return `O-${attempt}`;
  };
  const upload = (lines: string[], columns = {}) =>
    one.get(SettlementReports).upload({
      ...{ accountId: world.accountId, fileName: `day ${(day += 1)}`, contentType: 'text/csv', columns },
      content: Buffer.from([HEAD, ...lines].join('\n')),
    });
  const imported = async (lines: string[], columns = {}) => {
    const { reportId } = await upload(lines, columns);
    await one.get(ImportSettlement).run(reportId);
    return one.get(SettlementReports).get(reportId);
  };
  const line = (order: string, amount: string, fee: string, kind = '', ref = '') =>
    `${order},${ref},BCA,${kind},${amount},${fee},,2026-11-22`;
  const states = (report: { sums: { kind: string; state: string; count: number }[] }) =>
    Object.fromEntries(report.sums.map(({ kind, state, count }) => [`${kind} ${state}`, count]));

  it('compare, book the fees of what is ours, and tell people what differs', async () => {
    const fees = await world.balance('GATEWAY_FEE');
    const cash = await world.balance('CASH.GATEWAY');
    const orders = await Promise.all([paid(150_000n), paid(90_000n)]);
    const report = await imported([
      line(orders[0], '150000', '4000'),
      line(orders[1], '80.000', '3.000'),
      line('X-1', '5000', '100'),
    ]);
    expect(report).toMatchObject({ state: 'COMPLETED', rowCount: 3, repeatedCount: 0, badRows: [] });
    expect(states(report)).toEqual({ 'PAYMENT MATCHED': 1, 'PAYMENT AMOUNT_DIFFERS': 1, 'PAYMENT UNKNOWN_HERE': 1 });
    expect((await world.balance('GATEWAY_FEE')) - fees).toBe(7_000n);
    expect((await world.balance('CASH.GATEWAY')) - cash).toBe(240_000n - 7_000n);
    const alert = await world.database.queryOne(`select count from alerts where subject_id = $1`, [report.id]);
    expect(alert).toMatchObject({ count: 1 });
    const rows = await one.get(SettlementReports).rowsOf(report.id, { limit: 10 }, 'AMOUNT_DIFFERS');
    expect(rows.items).toMatchObject([{ gross: 80_000n, expected: 90_000n }]);
  });

  describe('a line that differs is decided by a person, once', () => {
    /** A payment of which the gateway settled another amount. */
    const differing = async (booked: bigint, settled: bigint, again = false) => {
      const customer = await world.customer();
      const invoice = await world.invoice(customer, booked);
      const attempt = await world.attempt(invoice, { due: false });
      await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'QUERY' });
      const lines = [line(`O-${attempt}`, settled.toString(), '1000')];
      const { id: reportId } = await imported(again ? [...lines, ...lines] : lines);
      const { items } = await one.get(SettlementReports).rowsOf(reportId, { limit: 10 });
      const row = items.find(({ state }) => state !== 'MATCHED');
      return { customer, invoice, reportId, rowId: row?.id ?? '' };
    };
    const decide = (
      { reportId, rowId }: { reportId: string; rowId: string },
      action: SettlementAction,
      proofRef?: string,
      app = one,
    ) =>
      app.get(SettlementDecisions).decide({
        ...{ reportId, rowId, action, reason: 'looked at it' },
        ...(proofRef === undefined ? {} : { proofRef }),
      });
    const alerts = async (reportId: string) =>
      (await world.database.query(`select 1 from alerts where subject_id = $1 and resolved_at is null`, [reportId]))
        .length;

    it('too little: as a part, and the rest is owed again', async () => {
      const clearing = await world.balance('CASH.GATEWAY');
      const row = await differing(100_000n, 90_000n);
      expect(await alerts(row.reportId)).toBe(1);
      await expect(decide(row, 'CREDIT')).rejects.toMatchObject({ code: 'SETTLEMENTS_ACTION' });
      const tries = await Promise.allSettled([decide(row, 'PARTIAL'), decide(row, 'ABSORB', undefined, two)]);
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await expect(decide(row, 'DISMISS')).rejects.toMatchObject({ code: 'SETTLEMENTS_DECIDED' });
      expect(await alerts(row.reportId)).toBe(0);
      expect((await world.balance('CASH.GATEWAY')) - clearing).toBe(89_000n);
      const { items } = await one.get(SettlementReports).rowsOf(row.reportId, { limit: 10 });
      expect(items).toMatchObject([{ state: 'DECIDED', expected: 100_000n }]);
      await one.get(ImportSettlement).compareAgain(world.accountId);
      expect((await one.get(SettlementReports).rowsOf(row.reportId, { limit: 10 })).items).toEqual(items);
      const second = await differing(100_000n, 90_000n);
      await decide(second, 'PARTIAL');
      expect(await world.invoiceRow(second.invoice)).toEqual({ status: 'OPEN', paid: 90_000n });
    });

    it('too little: borne as a fee', async () => {
      const [fees, clearing] = [await world.balance('GATEWAY_FEE'), await world.balance('CASH.GATEWAY')];
      const row = await differing(100_000n, 95_000n);
      await decide(row, 'ABSORB');
      expect(await world.invoiceRow(row.invoice)).toMatchObject({ status: 'PAID' });
      expect((await world.balance('GATEWAY_FEE')) - fees).toBe(6_000n);
      expect((await world.balance('CASH.GATEWAY')) - clearing).toBe(94_000n);
    });

    it('too much: as deposit, or back to who sent it', async () => {
      const row = await differing(100_000n, 130_000n);
      await decide(row, 'CREDIT');
      expect(await world.deposit(row.customer)).toBe(30_000n);
      const back = await differing(100_000n, 130_000n);
      await expect(decide(back, 'REFUND')).rejects.toMatchObject({ code: 'REFUNDS_PROOF_MISSING' });
      const clearing = await world.balance('CASH.GATEWAY');
      expect((await decide(back, 'REFUND', 'TRF-7')).refundId).not.toBeNull();
      expect(await world.deposit(back.customer)).toBe(0n);
      expect(await world.balance('CASH.GATEWAY')).toBe(clearing);
    });

    it('a second payment of one order: all of it, with its fee', async () => {
      const fees = await world.balance('GATEWAY_FEE');
      const row = await differing(40_000n, 40_000n, true);
      expect(await decide(row, 'CREDIT')).toMatchObject({ difference: 40_000n });
      expect(await world.deposit(row.customer)).toBe(40_000n);
      expect((await world.balance('GATEWAY_FEE')) - fees).toBe(2_000n);
    });

    it('Z4 what moves money above the limit needs a second person', async () => {
      const row = await differing(1_000n, 6_001_000n);
      const asked = runAs(one, fakeActor(null), () => decide(row, 'CREDIT'));
      await expect(asked).rejects.toMatchObject({ code: 'IAM_APPROVAL_REQUIRED' });
      const less = await differing(6_001_000n, 1_000n);
      for (const action of ['ABSORB', 'PARTIAL'] as const) {
        const alone = runAs(one, fakeActor(null), () => decide(less, action));
        await expect(alone).rejects.toMatchObject({ code: 'IAM_APPROVAL_REQUIRED' });
      }
      expect(await world.deposit(row.customer)).toBe(0n);
    });
  });

  describe('what the gateway settled and we have no payment of', () => {
    /** A line of an order that nobody booked, or of none of ours. */
    const unknown = async (order: string, amount: bigint) => {
      const { id: reportId } = await imported([line(order, amount.toString(), '1000')]);
      const { items } = await one.get(SettlementReports).rowsOf(reportId, { limit: 10 });
      return { reportId, rowId: items[0]?.id ?? '' };
    };
    const decide = (row: { reportId: string; rowId: string }, action: SettlementAction, more = {}, app = one) =>
      app.get(SettlementDecisions).decide({ ...row, action, reason: 'seen at the gateway', ...more });
    const rowOf = async ({ reportId }: { reportId: string }) =>
      (await one.get(SettlementReports).rowsOf(reportId, { limit: 10 })).items[0];
    const balances = async () =>
      Object.fromEntries(
        await Promise.all(
          ['CASH.GATEWAY', 'SUSPENSE', 'GATEWAY_FEE'].map(async (name) => [name, await world.balance(name)] as const),
        ),
      );

    it('an order of ours: its payment, through the same door, once', async () => {
      const invoice = await world.invoice(await world.customer(), 75_000n);
      const attempt = await world.attempt(invoice, { due: false, state: 'UNKNOWN' });
      const before = await balances();
      const row = await unknown(`O-${attempt}`, 75_000n);
      await expect(decide(row, 'CREDIT')).rejects.toMatchObject({ code: 'SETTLEMENTS_ACTION' });
      const tries = await Promise.allSettled([decide(row, 'SETTLE'), decide(row, 'SETTLE', {}, two)]);
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
      const late = await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'CALLBACK' });
      expect(late.result).toBe('duplicate');
      const after = await balances();
      expect(after['CASH.GATEWAY']! - before['CASH.GATEWAY']!).toBe(74_000n);
      expect(after.GATEWAY_FEE! - before.GATEWAY_FEE!).toBe(1_000n);
    });

    it('another amount than the order asked for: to whom a person says, as money in review', async () => {
      const customer = await world.customer();
      const invoice = await world.invoice(customer, 75_000n);
      const attempt = await world.attempt(invoice, { due: false });
      const row = await unknown(`O-${attempt}`, 60_000n);
      await expect(decide(row, 'SETTLE')).rejects.toMatchObject({ code: 'SETTLEMENTS_ACTION' });
      expect((await decide(row, 'INVOICE', { invoiceId: invoice })).paymentId).not.toBeNull();
      expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 60_000n });
      expect(await world.attemptRow(attempt)).toMatchObject({ state: 'PAID' });
    });

    it('nobody knows whose: in SUSPENSE, visible, until it is known', async () => {
      const before = await balances();
      const row = await unknown('FOREIGN-1', 44_000n);
      await decide(row, 'SUSPENSE');
      await expect(decide(row, 'SUSPENSE', {}, two)).rejects.toMatchObject({ code: 'SETTLEMENTS_ACTION' });
      const held = await balances();
      expect(held.SUSPENSE! - before.SUSPENSE!).toBe(-44_000n);
      expect(held['CASH.GATEWAY']! - before['CASH.GATEWAY']!).toBe(43_000n);
      expect(await rowOf(row)).toMatchObject({ state: 'UNKNOWN_HERE', isInSuspense: true, decision: 'SUSPENSE' });
      await world.prove();
      const customerId = await world.customer();
      await expect(decide(row, 'CREDIT')).rejects.toMatchObject({ code: 'CORE_RULE_BROKEN' });
      await decide(row, 'CREDIT', { customerId });
      expect(await world.deposit(customerId)).toBe(44_000n);
      expect(await balances()).toEqual({ ...held, SUSPENSE: before.SUSPENSE });
      expect(await rowOf(row)).toMatchObject({ state: 'DECIDED', isInSuspense: false, decision: 'CREDIT' });
    });

    it('leaves SUSPENSE by itself when its payment comes after all', async () => {
      const attempt = await world.attempt(await world.invoice(await world.customer(), 31_000n), { due: false });
      const before = await balances();
      const row = await unknown(`O-${attempt}`, 31_000n);
      await decide(row, 'SUSPENSE');
      await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'CALLBACK' });
      await one.get(ImportSettlement).compareAgain(world.accountId);
      expect(await rowOf(row)).toMatchObject({ state: 'MATCHED', isInSuspense: false });
      const after = await balances();
      expect(after.SUSPENSE).toBe(before.SUSPENSE);
      expect(after['CASH.GATEWAY']! - before['CASH.GATEWAY']!).toBe(30_000n);
    });

    it('given back by the gateway on its own: booked by a person where the gateway does not tell', async () => {
      const invoice = await world.invoice(await world.customer(), 52_000n);
      const attempt = await world.attempt(invoice, { due: false });
      await one.get(SettleAttempt).settle(attempt, { event: 'PAID', source: 'QUERY' });
      const { id: reportId } = await imported([line(`O-${attempt}`, '-20000', '0', 'Refund')]);
      const [item] = (await one.get(SettlementReports).rowsOf(reportId, { limit: 10 })).items;
      const row = { reportId, rowId: item?.id ?? '' };
      const key = `${attempt}:${row.rowId}`;
      expect(await world.database.query('select 1 from outbox_events where key = $1', [key])).toHaveLength(1);
      expect((await decide(row, 'TAKEN_BACK')).refundId).not.toBeNull();
      expect(await world.invoiceRow(invoice)).toEqual({ status: 'OPEN', paid: 32_000n });
    });

    it('Z4 above the limit needs a second person', async () => {
      const row = await unknown('FOREIGN-2', 6_000_000n);
      const customerId = await world.customer();
      for (const action of ['SUSPENSE', 'CREDIT'] as const) {
        const alone = runAs(one, fakeActor(null), () => decide(row, action, { customerId }));
        await expect(alone).rejects.toMatchObject({ code: 'IAM_APPROVAL_REQUIRED' });
      }
    });
  });

  it('count once what several reports repeat, and book its fee once', async () => {
    const orders = await Promise.all([paid(50_000n), paid(60_000n)]);
    const before = await world.balance('GATEWAY_FEE');
    await imported([line(orders[0], '50000', '1500')]);
    const again = await imported([line(orders[0], '50000', '1500'), line(orders[1], '60000', '1600')]);
    expect(again).toMatchObject({ rowCount: 1, repeatedCount: 1 });
    expect((await world.balance('GATEWAY_FEE')) - before).toBe(3_100n);
  });

  it('take the same file once, and a job that comes twice or side by side books nothing more', async () => {
    const order = await paid(70_000n);
    const before = await world.balance('GATEWAY_FEE');
    const { reportId } = await upload([line(order, '70000', '2000')]);
    await expect(upload([line(order, '70000', '2000')])).rejects.toMatchObject({ code: 'SETTLEMENTS_FILE_IMPORTED' });
    const runs = [one, two, one].map((app) => app.get(ImportSettlement).run(reportId));
    expect((await Promise.all(runs)).filter((outcome) => outcome === 'COMPLETED')).toHaveLength(1);
    expect((await world.balance('GATEWAY_FEE')) - before).toBe(2_000n);
  });

  it('ask the gateway about what it settled and we never heard of', async () => {
    const order = await paid(120_000n, 'PENDING');
    await world.database.execute(
      `update payment_attempts set state = 'EXPIRED', checks = 5 where merchant_order_id = $1`,
      [order],
    );
    const report = await imported([line(order, '120000', '1000')]);
    expect(states(report)).toEqual({ 'PAYMENT UNKNOWN_HERE': 1 });
    world.gateway.answer = () => Promise.resolve({ state: 'paid', amount: rupiah(120_000n), raw: {} });
    expect(await one.get(Reconciliation).run()).toMatchObject({ settled: 1 });
    await one.get(ImportSettlement).compareAgain(world.accountId);
    expect(states(await one.get(SettlementReports).get(report.id))).toEqual({ 'PAYMENT MATCHED': 1 });
  });

  it('map columns by hand, tell unreadable lines, and fail for good without an amount', async () => {
    const order = await paid(40_000n);
    const report = await imported([line(order, '1', '500', '', '40000'), line('Y', '1', 'x', '', '1')], {
      gross: 'Reference',
    });
    expect(states(report)).toEqual({ 'PAYMENT MATCHED': 1 });
    expect(report.badRows).toEqual([{ rowNo: 3, field: 'fee', text: 'x' }]);
    const { reportId } = await one.get(SettlementReports).upload({
      ...{ accountId: world.accountId, fileName: 'x', contentType: 'text/csv', columns: {} },
      content: Buffer.from('a,b\n1,2'),
    });
    expect(await one.get(ImportSettlement).run(reportId)).toBe('FAILED');
    expect(await one.get(SettlementReports).get(reportId)).toMatchObject({ problem: 'SETTLEMENTS_COLUMN_MISSING' });
  });

  it('see a second payment of one order as money that nobody knows', async () => {
    const order = await paid(30_000n);
    const report = await imported([line(order, '30000', '0'), line(order, '30000', '0')]);
    expect(states(report)).toEqual({ 'PAYMENT MATCHED': 1, 'PAYMENT UNKNOWN_HERE': 1 });
  });

  it('book payouts once, whoever tells of them first', async () => {
    const bank = await world.balance('CASH.BANK');
    const clearing = await world.balance('CASH.GATEWAY');
    const facts = {
      accountId: world.accountId,
      reference: 'PO-1',
      amount: rupiah(500_000n),
      paidOn: localDate('2026-11-22'),
    };
    const record = (app = one) => app.get(GatewayPayouts).record(facts);
    const [first, ...others] = await Promise.all([record(), record(two), record()]);
    expect(others.map(({ id }) => id)).toEqual([first.id, first.id]);
    const report = await imported([
      line('', '500.000', '', 'Withdrawal', 'PO-1'),
      line('', '10.000', '', 'Payout', 'PO-2'),
    ]);
    expect(states(report)).toEqual({ 'PAYOUT MATCHED': 2 });
    expect((await world.balance('CASH.BANK')) - bank).toBe(510_000n);
    expect((await world.balance('CASH.GATEWAY')) - clearing).toBe(-510_000n);
    const other = one.get(GatewayPayouts).record({ ...facts, amount: rupiah(1n) });
    await expect(other).rejects.toMatchObject({ code: 'SETTLEMENTS_PAYOUT_TAKEN' });
  });

  it('list payments that no report has named', async () => {
    const order = await paid(11_000n);
    const list = () => one.get(SettlementReports).notSettled({ limit: 200 }, world.accountId, -1);
    expect((await list()).items.map(({ merchantOrderId }) => merchantOrderId)).toContain(order);
    await imported([line(order, '11000', '0')]);
    expect((await list()).items.map(({ merchantOrderId }) => merchantOrderId)).not.toContain(order);
  });

  it('compare a report of hundreds of lines', async () => {
    const orders = await Promise.all([...Array(3).keys()].map(() => paid(1_000n)));
    const many = [...Array(500).keys()].map((n) => line(`Z-${n}`, '1000', '10'));
    const report = await imported([...many, ...orders.map((order) => line(order, '1000', '10'))]);
    expect(states(report)).toEqual({ 'PAYMENT MATCHED': 3, 'PAYMENT UNKNOWN_HERE': 500 });
  });
});
