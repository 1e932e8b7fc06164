import { daysBetween, type LocalDate, localDate } from '@app/core';
import { domain } from '@app/billing';

export const PPN: domain.TaxRule = { code: 'PPN', num: 11n, den: 100n, inclusive: false };
const LONG_AGO = localDate('1970-01-01');

/** A plan that always had this price. */
export function planOf(price: bigint, taxRule = PPN, step: domain.CycleStep = { stepMonths: 1 }): domain.BillablePlan {
  const prices = [{ validFrom: LONG_AGO, amount: price, currency: 'IDR' }];
  return { id: `plan-${price}`, name: `Paket ${price}`, tax: taxRule, prices, ...step };
}

/** The plan as what a service pays for. */
export const componentsOf = (price: bigint, taxRule = PPN): domain.Component[] => [
  domain.componentOf(planOf(price, taxRule)),
];

/** What a period costs, whether or not it makes a line. */
export function costOf(price: bigint, period: domain.Stretch & { naturalDays: number }, taxRule = PPN): domain.LineAmounts {
  return domain.amountsAfter({ ...period, price, taxRule }, domain.daysOf(period));
}

/** Periods that are exactly `[from, to)`, whatever months have to do with it. */
export const cycleOf = (from: LocalDate, to: LocalDate): domain.BillingCycle => ({
  origin: from,
  anchorDay: 1,
  stepMonths: 0,
  stepDays: daysBetween(from, to),
});

/** Every line stands on the invoice of its code. */
export const idOf = (line: domain.ChargeLine) => ({
  lineId: `${line.chargeCode} ${line.periodStart}`,
  invoiceId: `invoice of ${line.chargeCode}`,
});

/** A service that was charged from `start` to the next boundary: a full period, or a stub. */
export function chargedService(price: bigint, cycle: domain.BillingCycle, start: LocalDate, taxRule = PPN) {
  const { end } = domain.periodFrom(cycle, start);
  const components = componentsOf(price, taxRule);
  const service = { subscriptionId: 's', billingType: 'RECURRING_ADVANCE', cycle, components } as const;
  const lines = domain.chargesFor({ subscriptionId: 's', cycle, from: start, to: end }, components);
  const history = domain.afterBilling(domain.newHistory(service), lines, idOf);
  return { history: { ...history, pointer: end }, charged: domain.sumOf(lines), lines, taxRule };
}
export type ChargedService = ReturnType<typeof chargedService>;

/** Invoices of the lines, paid or not. */
export function invoiceOf(lines: readonly domain.ChargeLine[], paid: boolean, total?: bigint): domain.CreditableInvoice {
  const charged = domain.grossOf(domain.sumOf(lines));
  const whole = total !== undefined && total > charged ? total : charged;
  return { invoiceId: idOf(lines[0]!).invoiceId, total: whole, paid: paid ? whole : whole - (total ?? whole), offset: 0n, credited: 0n };
}

export const ACCOUNT: domain.BillableAccount = {
  customerId: 'c',
  siteId: 'x',
  timeZone: 'Asia/Jakarta',
  currency: 'IDR',
};

/** A run of the planner at an instant. */
export function contextAt(
  asOf: Date,
  plans: readonly domain.BillablePlan[],
  more: Partial<domain.PlanningContext> = {},
): domain.PlanningContext {
  return {
    asOf,
    plans: new Map(plans.map((plan) => [plan.id, plan])),
    terms: { dueDays: 0, minPaymentDays: 5, graceDays: 3, isolirHour: 0 },
    rhythm: { leadDays: 0, runHour: 0 },
    at: domain.rememberedInstant,
    today: domain.rememberedToday(asOf),
    ...more,
  };
}
