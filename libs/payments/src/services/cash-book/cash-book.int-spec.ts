import { CommissionStatements } from '@app/billing';
import { ResellersService } from '@app/customers';
import { FieldWorld, type Person } from '../../testing/field-world.fixture-spec';
import { rupiah } from '../../testing/payments-world.fixture-spec';
import { RecordPaymentService } from '../record-payment.service';
import { RemittanceDecisions } from '../remittances/remittance-decisions.service';
import { ReversePaymentService } from '../reverse-payment.service';
import { CashBook } from './cash-book.service';
import { CashClosings } from './cash-closings.service';
import { CashDesks } from './cash-desks.service';
import { CashDrawer } from './cash-drawer.service';
import { CashEntries } from './cash-entries.service';

describe('the cash book', () => {
  let field: FieldWorld;
  let cashier: Person;
  let supervisor: Person;

  beforeEach(async () => {
    field = await FieldWorld.create();
    cashier = await field.person();
    supervisor = await field.person();
  });
  afterEach(async () => {
    await field.world.prove();
    await field.world.close();
  });

  const entries = (): CashEntries => field.get(CashEntries);
  const closings = (): CashClosings => field.get(CashClosings);
  const book = (): CashBook => field.get(CashBook);

  const expense = (amount: bigint, category = 'TRANSPORT') =>
    field.as(cashier, () => entries().record({ category, amount: rupiah(amount), description: 'bensin' }));
  const agree = ({ id, version }: { id: string; version: number }, by = supervisor) =>
    field.as(by, () => entries().approve(id, version));
  const takeCash = async (amount: bigint, by = cashier): Promise<string> => {
    const { id } = await field.debtor(null, amount);
    const command = { customerId: id, amount: rupiah(amount), method: 'CASH' as const };
    return field.as(by, () => field.get(RecordPaymentService).record(command));
  };
  const notes = (...worths: [bigint, number][]) => worths.map(([value, count]) => ({ value, count }));

  it('has every movement of a desk, with balances from the ledger', async () => {
    await takeCash(100_000n);
    const spent = await expense(15_000n);
    expect(spent.state).toBe('PENDING');
    expect((await book().of(undefined, {}, { limit: 10 })).balance.closing).toBe(100_000n);
    await agree(spent);
    await agree(await expense(50_000n, 'BANK-DEPOSIT'));
    await agree(await expense(5_000n, 'INCOME'));
    const { balance, lines } = await book().of(undefined, {}, { limit: 2 });
    expect(balance).toEqual({ opening: 0n, paidIn: 105_000n, paidOut: 65_000n, closing: 40_000n });
    const rest = await book().of(undefined, {}, { limit: 10, cursor: lines.nextCursor ?? '' });
    const all = [...lines.items, ...rest.lines.items];
    expect(all.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['PAYMENT', 100_000n],
      ['CASH_ENTRY', -15_000n],
      ['CASH_ENTRY', -50_000n],
      ['CASH_ENTRY', 5_000n],
    ]);
    expect(all[1]).toMatchObject({ reference: 'TRANSPORT', counterpart: 'bensin' });
    expect(await field.world.balance('CASH.BANK')).toBe(50_000n);
    expect(await field.world.balance('EXPENSE.TRANSPORT')).toBe(15_000n);
  });

  it('hears of an entry when somebody else has agreed, once', async () => {
    const entry = await expense(15_000n);
    await expect(agree(entry, cashier)).rejects.toMatchObject({ code: 'CASH_OWN_ENTRY' });
    const tries = await Promise.allSettled([agree(entry), agree(entry), agree(entry)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await field.world.balance('EXPENSE.TRANSPORT')).toBe(15_000n);
    const refused = await expense(9_000n);
    await field.as(supervisor, () => entries().reject(refused.id, refused.version, 'tanpa nota'));
    await expect(agree(refused)).rejects.toMatchObject({ code: 'CASH_ENTRY_STATE' });
    await expect(expense(1n, 'NOTHING')).rejects.toMatchObject({ code: 'CASH_CATEGORY_UNKNOWN' });
  });

  describe('the shift of a cashier', () => {
    const open = (float = 50_000n) => field.as(cashier, () => closings().open(undefined, rupiah(float)));

    it('should hold what he took and gave; what is missing is booked when somebody else agrees', async () => {
      const shift = await open();
      await expect(open()).rejects.toMatchObject({ code: 'CASH_SHIFT_OPEN' });
      const payment = await takeCash(100_000n);
      await takeCash(70_000n, supervisor);
      const { id } = await field.debtor(null);
      await field.as(cashier, () =>
        field.get(RecordPaymentService).record({ customerId: id, amount: rupiah(30_000n), method: 'TRANSFER' }),
      );
      const spent = await expense(20_000n);
      await field.as(cashier, () =>
        field.get(ReversePaymentService).reverse({
          ...{ paymentId: payment, kind: 'MISTAKE', reason: 'lebih', amount: rupiah(10_000n) },
        }),
      );
      const collector = await field.collector();
      const debtor = await field.debtor(collector.areaId);
      await field.collect(collector, debtor.id, 40_000n);
      const counted = await field.handOver(collector, cashier, 40_000n);
      await field.as(supervisor, () => field.get(RemittanceDecisions).approve(counted.id, counted.version));
      const now = await field.as(cashier, () => closings().mine());
      expect(now.should).toBe(160_000n);
      expect(now.parts).toMatchObject({ opening: '50000', cash: '100000', transfer: '30000', reversals: '10000' });
      const drawer = notes([100_000n, 1], [50_000n, 1], [5_000n, 1]);
      await expect(field.as(supervisor, () => closings().close(shift.id, 1, drawer))).rejects.toMatchObject({
        code: 'CORE_NOT_FOUND',
      });
      const closed = await field.as(cashier, () => closings().close(shift.id, shift.version, drawer, 'kurang'));
      expect(closed).toMatchObject({ state: 'CLOSED', counted: 155_000n, difference: -5_000n });
      const approve = (by: Person) => field.as(by, () => closings().approve(closed.id, closed.version));
      await expect(approve(cashier)).rejects.toMatchObject({ code: 'CASH_OWN_SHIFT' });
      await expect(approve(supervisor)).rejects.toMatchObject({ code: 'CASH_SHIFT_PENDING' });
      await agree(spent);
      await approve(supervisor);
      expect(await field.world.balance('CASH_DIFFERENCE')).toBe(5_000n);
      const printed = await field.as(supervisor, () => closings().print(closed.id));
      expect(printed.prints).toBe(1);
    });

    it('holds what is sold for cash without a payment, and what is named to his own desk', async () => {
      const shift = await open(0n);
      const drawer = () => field.get(CashDrawer);
      const sale = { saleId: shift.id, amount: 5_000n, currency: 'IDR' };
      const inOne = <T>(work: () => Promise<T>, by = cashier) =>
        field.as(by, () => field.world.database.transaction(work));
      const sell = async (saleId: string, by = cashier) =>
        inOne(async () => {
          const opened = await drawer().open(field.world.siteId, 'CASH', 'CASH.OFFICE');
          await drawer().sold(opened, { ...sale, saleId });
        }, by);
      await sell(shift.id);
      await sell(shift.deskId);
      await sell(supervisor.id, supervisor);
      await inOne(() => drawer().gaveBack('CASH.OFFICE', sale));
      await inOne(() => drawer().gaveBack('CASH.BANK', { ...sale, saleId: cashier.id }));
      const now = await field.as(cashier, () => closings().mine());
      expect([now.parts.sales, now.should]).toEqual(['5000', 5_000n]);
    });

    it('takes nothing more once it is counted, however payments and closing race', async () => {
      const shift = await open(0n);
      const debtors = await Promise.all(Array.from({ length: 8 }, () => field.debtor(null, 1_000n)));
      const pay = (customerId: string) =>
        field.as(cashier, () =>
          field.get(RecordPaymentService).record({ customerId, amount: rupiah(1_000n), method: 'CASH' }),
        );
      const closing = (async () => {
        await pay(debtors[0]!.id);
        return field.as(cashier, () => closings().close(shift.id, shift.version, notes([1_000n, 1])));
      })();
      await Promise.all([closing, ...debtors.slice(1).map(({ id }) => pay(id))]);
      const inside = await field.count('cash_closing_payments where closing_id = $1', shift.id);
      const closed = await field.as(cashier, () => closings().get(shift.id));
      expect(closed.should).toBe(BigInt(inside) * 1_000n);
      expect(await field.count('payments')).toBe(8);
    });
  });

  describe('a day', () => {
    const close = () => field.as(supervisor, () => book().close(undefined));

    it('is closed when all is settled, keeps its report and takes nothing more', async () => {
      await takeCash(100_000n);
      const shift = await field.as(cashier, () => closings().open(undefined, undefined));
      await expect(close()).rejects.toMatchObject({ code: 'CASH_DAY_NOT_READY' });
      const shut = await field.as(cashier, () => closings().close(shift.id, shift.version, []));
      await field.as(supervisor, () => closings().approve(shut.id, shut.version));
      const waiting = await expense(1_000n);
      await expect(close()).rejects.toMatchObject({ code: 'CASH_DAY_NOT_READY' });
      await agree(waiting);
      const { report } = await close();
      expect(report).toMatchObject({ opening: '0', closing: '99000', payments: [{ method: 'CASH', count: 1 }] });
      const closedDay = { code: 'CASH_DAY_CLOSED' };
      await expect(takeCash(5_000n)).rejects.toMatchObject(closedDay);
      await expect(expense(5_000n)).rejects.toMatchObject(closedDay);
      const { id: reseller } = await field
        .get(ResellersService)
        .create({ siteId: field.world.siteId, name: 'Warung Sri' });
      const payout = field.get(CommissionStatements).pay(reseller, rupiah(1_000n), 'CASH.OFFICE', '');
      await expect(payout).rejects.toMatchObject(closedDay);
      await expect(close()).rejects.toMatchObject(closedDay);
      await expect(field.as(cashier, () => closings().open(undefined, undefined))).rejects.toMatchObject(closedDay);
      const { prints, closedByName } = await book().day(undefined);
      expect({ prints, closedByName }).toEqual({ prints: 0, closedByName: 'Person' });
      expect(await book().csv(undefined, undefined, 'id')).not.toContain('SALINAN');
      expect(await book().csv(undefined, undefined, 'id')).toContain('SALINAN ke-2');
      expect((await book().paper(undefined, undefined, 'en')).subarray(0, 5).toString()).toBe('%PDF-');
      expect((await book().day(undefined)).prints).toBe(3);
    });

    it('closes once, and no payment slips in behind it', async () => {
      const debtors = await Promise.all(Array.from({ length: 6 }, () => field.debtor(null, 1_000n)));
      const paying = debtors.map(({ id }) =>
        field.as(cashier, () =>
          field.get(RecordPaymentService).record({ customerId: id, amount: rupiah(1_000n), method: 'CASH' }),
        ),
      );
      const all = await Promise.allSettled([...paying, close(), close()]);
      expect(all.slice(-2).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const taken = BigInt(all.slice(0, 6).filter(({ status }) => status === 'fulfilled').length) * 1_000n;
      const { report } = await book().day(undefined);
      expect(report.closing).toBe(taken.toString());
    });
  });

  it('gives a site a desk of its own', async () => {
    const desk = await field.get(CashDesks).add({ siteId: field.world.siteId, code: 'JKT', name: 'Kas Jakarta' });
    await takeCash(100_000n);
    expect(await field.world.balance('CASH.OFFICE.JKT')).toBe(100_000n);
    expect((await book().of(desk.id, {}, { limit: 5 })).balance.closing).toBe(100_000n);
    const another = { siteId: field.world.siteId, code: 'JKT', name: 'Lagi' };
    await expect(field.get(CashDesks).add(another)).rejects.toMatchObject({ code: 'CASH_DESK_TAKEN' });
    const category = { code: 'LISTRIK', direction: 'OUT' as const, name: 'Listrik' };
    await field.get(CashDesks).addCategory(category);
    await expect(field.get(CashDesks).addCategory(category)).rejects.toMatchObject({ code: 'CASH_CATEGORY_TAKEN' });
  });
});
