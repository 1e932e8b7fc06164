import { type LocalDate } from '@app/core';
import { type BillingCycle, periodFrom } from './billing-cycle';
import { dueOn, isolirAt, overdueAt, type PaymentTerms } from './due-dates';
import { type LineAmounts, lineAmounts, type TaxRule } from './invoice-calculator';
import { type InstantOf } from './local-instants';
import { billDateOf, type BillingRhythm, nextBillAt } from './next-bill-at';
import { type BillablePlan, priceOn } from './plan-price';

/** Most periods that one run bills per subscription; beyond that somebody has to look (billing.md G3). */
export const CATCH_UP_CAP = 24;

/** An account that owes something new. */
export interface BillableAccount {
  readonly customerId: string;
  readonly siteId: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** A subscription whose next period is due. */
export interface DueSubscription {
  readonly id: string;
  readonly planId: string;
  readonly anchorDay: number;
  readonly startedOn: LocalDate;
  readonly nextPeriodStart: LocalDate;
}

export interface BillLine extends LineAmounts {
  readonly subscriptionId: string;
  readonly planId: string;
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  readonly description: string;
  /** Of a full period. */
  readonly unitPrice: bigint;
  readonly taxRule: TaxRule;
}

/** An invoice without its number. */
export interface Bill extends LineAmounts {
  readonly account: BillableAccount;
  /** `R:<scheduled bill date>`: one consolidated invoice per customer and bill date (billing.md G1). */
  readonly billKey: string;
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly overdueAt: Date;
  readonly isolirAt: Date;
  readonly lines: readonly BillLine[];
}

/** Where a subscription's pointer goes (billing.md G2). */
export interface PointerMove {
  readonly subscriptionId: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly nextBillAt: Date;
}

export interface Refusal {
  readonly subscriptionId: string;
  readonly code: RefusalCode;
  readonly reason: string;
}
export type RefusalCode = 'NO_PRICE' | 'CURRENCY' | 'CATCH_UP_CAP' | 'CALCULATION';

export interface PlanningContext {
  /** Frozen for the whole run (billing.md T4). */
  readonly asOf: Date;
  readonly plans: ReadonlyMap<string, BillablePlan>;
  readonly terms: PaymentTerms;
  readonly rhythm: BillingRhythm;
  readonly at: InstantOf;
  /** Local day of `asOf` in a zone: the issue date. */
  readonly today: (zone: string) => LocalDate;
}

/** What a run has to write for one account. */
export interface AccountPlan {
  bills: Bill[];
  moves: PointerMove[];
  refusals: Refusal[];
}

class RefusedError extends Error {
  constructor(
    readonly code: RefusalCode,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * Computes everything that is due for one account up to `asOf`, missed periods included: one invoice per scheduled bill
 * date, all issued today (billing.md G3, 1.4). A subscription that cannot be billed is refused as a whole and leaves the
 * others alone (billing.md G5). A period that costs nothing makes no line, but the pointer moves (billing.md Q9).
 */
export function planAccount(
  account: BillableAccount,
  subscriptions: readonly DueSubscription[],
  context: PlanningContext,
): AccountPlan {
  const linesByDate = new Map<LocalDate, BillLine[]>();
  const plan: AccountPlan = { bills: [], moves: [], refusals: [] };
  for (const subscription of subscriptions) {
    try {
      const { lines, move } = planSubscription(account, subscription, context);
      plan.moves.push(move);
      for (const line of lines) push(linesByDate, billDateOf(line.periodStart, context.rhythm.leadDays), line);
    } catch (error) {
      plan.refusals.push(refusalOf(subscription.id, error));
    }
  }
  const dates = [...linesByDate.keys()].sort();
  plan.bills = dates.map((date) => billOf(account, date, linesByDate.get(date) ?? [], context));
  return plan;
}

function planSubscription(
  account: BillableAccount,
  subscription: DueSubscription,
  context: PlanningContext,
): { lines: BillLine[]; move: PointerMove } {
  const plan = context.plans.get(subscription.planId);
  if (!plan) throw new RefusedError('CALCULATION', `plan ${subscription.planId} is unknown`);
  const cycle: BillingCycle = {
    origin: subscription.startedOn,
    anchorDay: subscription.anchorDay,
    stepMonths: plan.stepMonths,
  };
  const lines: BillLine[] = [];
  let start = subscription.nextPeriodStart;
  let due = nextBillAt(start, account.timeZone, context.rhythm, context.at);
  for (let periods = 0; due <= context.asOf; periods++) {
    if (periods === CATCH_UP_CAP) {
      throw new RefusedError(
        'CATCH_UP_CAP',
        `more than ${CATCH_UP_CAP} periods are due since ${subscription.nextPeriodStart}`,
      );
    }
    const period = periodFrom(cycle, start);
    const line = lineOf(account, subscription, plan, period);
    if (line) lines.push(line);
    start = period.end;
    due = nextBillAt(start, account.timeZone, context.rhythm, context.at);
  }
  const move = { subscriptionId: subscription.id, from: subscription.nextPeriodStart, to: start, nextBillAt: due };
  return { lines, move };
}

function lineOf(
  account: BillableAccount,
  subscription: DueSubscription,
  plan: BillablePlan,
  period: ReturnType<typeof periodFrom>,
): BillLine | undefined {
  const price = priceOn(plan, period.start);
  if (!price) throw new RefusedError('NO_PRICE', `plan ${plan.name} has no price on ${period.start}`);
  if (price.currency !== account.currency) {
    throw new RefusedError(
      'CURRENCY',
      `plan ${plan.name} is priced in ${price.currency}, the account in ${account.currency}`,
    );
  }
  const amounts = lineAmounts(price.amount, period, plan.tax);
  if (amounts.net + amounts.tax === 0n) return undefined;
  return {
    subscriptionId: subscription.id,
    planId: plan.id,
    periodStart: period.start,
    periodEnd: period.end,
    description: plan.name,
    unitPrice: price.amount,
    taxRule: plan.tax,
    ...amounts,
  };
}

function billOf(account: BillableAccount, date: LocalDate, lines: readonly BillLine[], context: PlanningContext): Bill {
  const issuedOn = context.today(account.timeZone);
  const due = dueOn(issuedOn, context.terms);
  return {
    account,
    billKey: `R:${date}`,
    issuedOn,
    dueOn: due,
    overdueAt: overdueAt(due, account.timeZone, context.at),
    isolirAt: isolirAt(due, account.timeZone, context.terms, context.at),
    lines,
    net: lines.reduce((sum, line) => sum + line.net, 0n),
    tax: lines.reduce((sum, line) => sum + line.tax, 0n),
  };
}

function refusalOf(subscriptionId: string, error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return { subscriptionId, code: error instanceof RefusedError ? error.code : 'CALCULATION', reason };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
