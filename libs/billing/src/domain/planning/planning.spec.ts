import { localDate } from '@app/core';
import {
  type BillableAccount,
  billCharges,
  type DueSubscription,
  type PendingCharge,
  planAccount,
  type PlanningContext,
} from '../bill-planner';
import { componentOf } from '../charges/component';
import { periodCap } from '../guards/period-cap';
import { rememberedInstant, rememberedToday } from '../local-instants';
import { type BillablePlan } from '../plan-price';
import { NO_TAX, type TaxCode, taxRuleOn } from '../tax/tax-code';

const day = localDate;
const tax = { code: 'PPN', num: 11n, den: 100n, inclusive: false };
const account: BillableAccount = { customerId: 'c', siteId: 's', timeZone: 'Asia/Jakarta', currency: 'IDR' };
const plan = (id: string, amount: bigint, more: Partial<BillablePlan> = {}): BillablePlan => ({
  ...{ id, name: id, stepMonths: 1, tax, prices: [{ validFrom: day('2000-01-01'), amount, currency: 'IDR' }] },
  ...more,
});
const plans = [plan('p', 150_000n), plan('q', 90_000n), plan('free', 0n)];
const due = (start: string, more: Partial<DueSubscription> = {}): DueSubscription => ({
  ...{ id: 'x', planId: 'p', anchorDay: 1, startedOn: day(start), nextPeriodStart: day(start) },
  ...more,
});
const context = (asOf: string, more: Partial<PlanningContext> = {}): PlanningContext => ({
  asOf: new Date(asOf),
  plans: new Map(plans.map((one) => [one.id, one])),
  terms: { dueDays: 10, minPaymentDays: 5, graceDays: 3, isolirHour: 0 },
  rhythm: { leadDays: 0, runHour: 0 },
  at: rememberedInstant,
  today: rememberedToday(new Date(asOf)),
  ...more,
});
const NOV = '2025-11-01T00:00:00+07:00';
const DEC = '2025-12-01T00:00:00+07:00';
const charge: PendingCharge = {
  id: 'f1',
  billAfter: day('2025-11-01'),
  line: {
    ...{
      kind: 'SETUP',
      subscriptionId: 'x',
      chargeCode: 'SETUP',
      description: 'Pemasangan',
      quantity: 1,
      taxRule: tax,
    },
    ...{ periodStart: null, periodEnd: null, naturalDays: null },
    ...{ unitPrice: 100_000n, gross: 100_000n, discount: 0n, net: 100_000n, tax: 11_000n },
  },
};

describe('planning, beyond the plain month', () => {
  it('in arrears a period is billed at its end', () => {
    const arrears = due('2025-11-01', { billingType: 'RECURRING_ARREARS' });
    const before = planAccount(account, [arrears], context(NOV));
    expect([before.bills, before.moves[0]?.nextBillAt]).toEqual([[], new Date(DEC)]);
    const [bill] = planAccount(account, [arrears], context(DEC, { rhythm: { leadDays: 7, runHour: 0 } })).bills;
    expect([bill?.billKey, bill?.lines[0]?.periodStart]).toEqual(['R:2025-12-01', '2025-11-01']);
  });

  it('Q1: the threshold puts the next period on the first invoice; FULL and FREE_UNTIL_ANCHOR', () => {
    const nets = (
      start: string,
      proration: 'PRORATE' | 'FULL' | 'FREE_UNTIL_ANCHOR',
      chargeNextThresholdDay?: number,
    ) =>
      planAccount(
        account,
        [due(start, { signup: { proration, chargeNextThresholdDay } })],
        context(`${start}T12:00:00+07:00`),
      ).bills.map((bill) => bill.lines.map((line) => line.net));
    expect(nets('2025-11-21', 'PRORATE', 20)).toEqual([[50_000n, 150_000n]]);
    expect(nets('2025-11-16', 'PRORATE', 20)).toEqual([[75_000n]]);
    expect(nets('2025-11-16', 'FULL')).toEqual([[150_000n]]);
    expect(nets('2025-11-16', 'FREE_UNTIL_ANCHOR')).toEqual([]);
  });

  it('add-ons have lines of their own, from and until their days', () => {
    const router = {
      ...componentOf(plan('r', 30_000n)),
      chargeCode: 'ADD_ON:r',
      kind: 'ADD_ON' as const,
      quantity: 2,
      until: day('2025-11-16'),
    };
    const [bill] = planAccount(account, [due('2025-11-01', { addOns: [router] })], context(NOV)).bills;
    expect(bill?.lines.map((line) => [line.chargeCode, line.net, line.periodEnd])).toEqual([
      ['RECURRING', 150_000n, '2025-12-01'],
      ['ADD_ON:r', 30_000n, '2025-11-16'],
    ]);
  });

  it('a planned change counts from its day, a planned end stops the billing', () => {
    const changed = due('2025-11-01', { planned: { on: day('2025-12-01'), change: { planId: 'q' } } });
    expect(planAccount(account, [changed], context(DEC)).bills.map((bill) => bill.net)).toEqual([150_000n, 90_000n]);
    const ended = due('2025-11-01', { planned: { on: day('2025-11-16'), change: 'CANCEL' } });
    const { bills, moves } = planAccount(account, [ended], context(DEC));
    expect([bills.map((bill) => bill.net), moves[0]?.to]).toEqual([[75_000n], '2025-11-16']);
  });

  it('one-off charges ride on the next invoice, alone where the service is free, or are billed at once', () => {
    const pending = [charge];
    const [bill] = planAccount({ ...account, pending }, [due('2025-11-01')], context(NOV)).bills;
    expect(bill?.lines.map((line) => line.chargeId)).toEqual([undefined, 'f1']);
    const [alone] = planAccount({ ...account, pending }, [due('2025-11-01', { planId: 'free' })], context(NOV)).bills;
    expect([alone?.billKey, alone?.net]).toEqual(['R:2025-11-01', 100_000n]);
    expect(billCharges(account, pending, context(NOV), 'N:f1')).toMatchObject({
      billKey: 'N:f1',
      net: 100_000n,
      tax: 11_000n,
    });
    const later = { ...charge, billAfter: day('2025-11-02') };
    expect(
      planAccount({ ...account, pending: [later] }, [due('2025-11-01')], context(NOV)).bills[0]?.lines,
    ).toHaveLength(1);
  });

  it('Q9: invoices of zero only by policy, or from discounts', () => {
    const free = [due('2025-11-01', { planId: 'free' })];
    expect(planAccount(account, free, context(NOV)).bills).toEqual([]);
    expect(planAccount(account, free, context(NOV, { issueZeroInvoices: true })).bills).toHaveLength(1);
    const all = { id: 'd', code: 'd', scope: 'INVOICE', value: { percentBp: 10_000n }, combinable: true } as const;
    const [bill] = planAccount({ ...account, discounts: [all] }, [due('2025-11-01')], context(NOV)).bills;
    expect([bill?.net, bill?.tax, bill?.discounts[0]?.applied]).toEqual([0n, 0n, 150_000n]);
  });

  it('a subscription may have invoices of its own; cash rounding is a line', () => {
    const both = [due('2025-11-01'), due('2025-11-01', { id: 'y', separateInvoice: true })];
    expect(planAccount(account, both, context(NOV)).bills.map((bill) => bill.billKey)).toEqual([
      'R:2025-11-01',
      'R:2025-11-01/y',
    ]);
    const [bill] = planAccount(
      account,
      [due('2025-11-16')],
      context('2025-11-16T12:00:00+07:00', { cashIncrement: 500n }),
    ).bills;
    expect([bill?.net, bill?.tax, bill?.lines.at(-1)?.kind]).toEqual([75_250n, 8_250n, 'ROUNDING']);
  });

  it('the brake: two periods a tick, 24 in a recognised catch-up, nothing beyond 36 months', () => {
    const refused = (subscription: DueSubscription, isCatchUp: boolean) =>
      planAccount(account, [subscription], context('2025-11-02T00:00:00+07:00', { periodCap: periodCap(isCatchUp) }))
        .refusals[0]?.code;
    expect(refused(due('2025-10-01'), false)).toBeUndefined();
    expect(refused(due('2025-09-01'), false)).toBe('CATCH_UP_CAP');
    expect(refused(due('2025-09-01'), true)).toBeUndefined();
    expect(refused(due('2029-01-01'), true)).toBe('TOO_FAR_AHEAD');
  });

  it('Q7: a GRANDFATHER price passes by whoever was there before it', () => {
    const prices = [
      { validFrom: day('2025-10-01'), amount: 165_000n, currency: 'IDR', appliesTo: 'GRANDFATHER' as const },
      { validFrom: day('2000-01-01'), amount: 150_000n, currency: 'IDR' },
    ];
    const dear = new Map([['p', plan('p', 0n, { prices })]]);
    const net = (start: string) =>
      planAccount(account, [{ ...due(start), nextPeriodStart: day('2025-11-01') }], context(NOV, { plans: dear }))
        .bills[0]?.net;
    expect([net('2025-01-01'), net('2025-10-01')]).toEqual([150_000n, 165_000n]);
  });
});

describe('X3: tax of the issue date', () => {
  const code: TaxCode = {
    ...{ code: 'PPN', inclusive: false, exempt: false },
    rates: [
      { validFrom: day('2025-01-01'), num: 11n, den: 100n, displayBase: { num: 11n, den: 12n }, displayRate: '12 %' },
      { validFrom: day('2022-04-01'), num: 11n, den: 100n },
    ],
  };
  const parties = { sellerIsRegistered: true, buyerIsExempt: false };

  it('is frozen from the rate of that day; none without PKP, for exempt buyers and codes', () => {
    expect(taxRuleOn(code, day('2025-11-01'), parties)).toEqual(tax);
    expect(taxRuleOn(code, day('2025-11-01'), { ...parties, sellerIsRegistered: false })).toBe(NO_TAX);
    expect(taxRuleOn(code, day('2025-11-01'), { ...parties, buyerIsExempt: true }).num).toBe(0n);
    expect(() => taxRuleOn(code, day('2020-01-01'), parties)).toThrow(RangeError);
  });

  it('is chosen by the run for every line', () => {
    const taxFor = () => NO_TAX;
    expect(planAccount(account, [due('2025-11-01')], context(NOV, { taxFor })).bills[0]?.tax).toBe(0n);
  });
});
