import * as fc from 'fast-check';
import { addDays, addMonths, epochDay, fromEpochDay, localDate } from '@app/core';
import { type AccountPlan, planAccount, type PlanningContext } from './bill-planner';
import { taxed } from './invoice-calculator';
import { rememberedInstant, rememberedToday } from './local-instants';
import { nextBillAt } from './next-bill-at';
import { type BillablePlan } from './plan-price';

const account = { customerId: 'c', siteId: 's', timeZone: 'Asia/Jakarta', currency: 'IDR' };
const tax = { code: 'PPN', num: 11n, den: 100n, inclusive: false };
const at = rememberedInstant;

const plan = (prices: [string, bigint][], more: Partial<BillablePlan> = {}): BillablePlan => ({
  id: 'p',
  name: 'Paket',
  stepMonths: 1,
  tax,
  prices: prices.map(([from, amount]) => ({ validFrom: localDate(from), amount, currency: 'IDR' })).reverse(),
  ...more,
});

const context = (asOf: Date, plans: BillablePlan[]): PlanningContext => ({
  asOf,
  plans: new Map(plans.map((one) => [one.id, one])),
  terms: { dueDays: 10, minPaymentDays: 5, graceDays: 3, isolirHour: 0 },
  rhythm: { leadDays: 0, runHour: 0 },
  at,
  today: rememberedToday(asOf),
});

const due = (start: string, more: object = {}) => ({
  id: 'x',
  planId: 'p',
  anchorDay: 1,
  startedOn: localDate(start),
  nextPeriodStart: localDate(start),
  ...more,
});

const bill = (asOf: string, plans: BillablePlan[], ...subscriptions: ReturnType<typeof due>[]): AccountPlan =>
  planAccount(account, subscriptions, context(new Date(asOf), plans));

describe('planning the bills of an account', () => {
  it('uses the price that is valid on the first day of each period (Q7)', () => {
    const { bills } = bill(
      '2025-12-15T00:00:00+07:00',
      [
        plan([
          ['2000-01-01', 150_000n],
          ['2025-11-10', 165_000n],
        ]),
      ],
      due('2025-11-01'),
    );
    expect(bills.map((one) => one.net)).toEqual([150_000n, 165_000n]);
    expect(bills[1]?.tax).toBe(18_150n);
  });

  it('puts services of one bill date on one invoice, and missed periods on one each', () => {
    const plans = [plan([['2000-01-01', 150_000n]])];
    const { bills } = bill('2025-12-01T00:00:00+07:00', plans, due('2025-11-01'), due('2025-12-01', { id: 'y' }));
    expect(bills.map((one) => [one.billKey, one.lines.length])).toEqual([
      ['R:2025-11-01', 1],
      ['R:2025-12-01', 2],
    ]);
    expect(bills.every((one) => one.issuedOn === '2025-12-01')).toBe(true);
  });

  it('refuses one subscription without harming the others', () => {
    const plans = [plan([['2025-12-01', 150_000n]]), plan([['2000-01-01', 100_000n]], { id: 'q' })];
    const planned = bill(
      '2025-11-01T00:00:00+07:00',
      plans,
      due('2025-11-01'),
      due('2025-11-01', { id: 'y', planId: 'q' }),
    );
    expect(planned.refusals).toMatchObject([{ subscriptionId: 'x', code: 'NO_PRICE' }]);
    expect(planned.bills).toHaveLength(1);
    expect(planned.moves.map((move) => move.subscriptionId)).toEqual(['y']);
  });

  it('refuses a plan of another currency and a zone that does not exist', () => {
    const dollars = plan([]);
    const foreign = { ...dollars, prices: [{ validFrom: localDate('2000-01-01'), amount: 1n, currency: 'USD' }] };
    expect(bill('2025-11-01T00:00:00+07:00', [foreign], due('2025-11-01')).refusals[0]?.code).toBe('CURRENCY');
    const lost = { ...account, timeZone: 'Asia/Atlantis' };
    const asOf = new Date('2025-11-01T00:00:00+07:00');
    expect(planAccount(lost, [due('2025-11-01')], context(asOf, [plan([])])).refusals[0]?.code).toBe('CALCULATION');
  });

  it('bills 24 periods, and parks the 25th', () => {
    const plans = [plan([['2000-01-01', 1_000n]])];
    expect(bill('2025-12-15T00:00:00+07:00', plans, due('2024-01-01')).bills).toHaveLength(24);
    expect(bill('2026-01-15T00:00:00+07:00', plans, due('2024-01-01'))).toMatchObject({ bills: [], moves: [] });
  });

  it('moves the pointer of a free service without a line (Q9)', () => {
    const planned = bill('2025-11-01T00:00:00+07:00', [plan([['2000-01-01', 0n]])], due('2025-11-01'));
    expect(planned.bills).toEqual([]);
    expect(planned.moves).toMatchObject([{ from: '2025-11-01', to: '2025-12-01' }]);
  });

  it('does not depend on how often it is asked: many small steps bill the same lines as one big one', () => {
    const start = fc.integer({ min: 0, max: 400 }).map((n) => fromEpochDay(epochDay(localDate('2024-01-01')) + n));
    const scene = fc.record({
      start,
      anchorDay: fc.integer({ min: 1, max: 31 }),
      price: fc.bigInt({ min: 1n, max: 10_000_000n }),
      inclusive: fc.boolean(),
      months: fc.integer({ min: 1, max: 12 }),
      stepDays: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(scene, ({ start: from, anchorDay, price, inclusive, months, stepDays }) => {
        const plans = [plan([['2000-01-01', price]], { tax: { ...tax, inclusive } })];
        const end = addMonths(from, months);
        const midnight = (date: ReturnType<typeof localDate>) =>
          nextBillAt(date, account.timeZone, { leadDays: 0, runHour: 0 }, at);
        const ask = (date: ReturnType<typeof localDate>, pointer: typeof from) =>
          planAccount(account, [due(from, { anchorDay, nextPeriodStart: pointer })], context(midnight(date), plans));
        const keys = (planned: AccountPlan) =>
          planned.bills.flatMap((one) =>
            one.lines.map((line) => `${line.periodStart} ${line.periodEnd} ${line.net} ${line.tax}`),
          );
        const whole = keys(ask(end, from));
        const steps: string[] = [];
        let pointer = from;
        for (let date = from; date < end;) {
          date = addDays(date, stepDays) < end ? addDays(date, stepDays) : end;
          const planned = ask(date, pointer);
          steps.push(...keys(planned));
          pointer = planned.moves[0]?.to ?? pointer;
        }
        return steps.join() === whole.join();
      }),
      { numRuns: 1_000 },
    );
  });

  it('net and tax of an inclusive line add up to its price', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (price) => {
        const gross = taxed(price, { ...tax, inclusive: true });
        return gross.net + gross.tax === price;
      }),
      { numRuns: 10_000 },
    );
  });
});
