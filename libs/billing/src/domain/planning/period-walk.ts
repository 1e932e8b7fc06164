import { addMonths, daysBetween, type LocalDate } from '@app/core';
import { type BillingCycle, type BillingPeriod, periodFrom } from '../billing-cycle';
import { chargesNext, PRORATE } from '../changes/signup';
import { isStub } from '../changes/trial';
import { type Component, componentOf, lineOfComponent } from '../charges/component';
import { CATCH_UP_CAP, MONTHS_AHEAD } from '../guards/period-cap';
import { taxed } from '../invoice-calculator';
import { billDateOf, nextBillAt } from '../next-bill-at';
import { RefusedError } from '../refused-error';
import {
  type BillableAccount,
  type BillLine,
  type DueSubscription,
  type PlanningContext,
  type PointerMove,
  type SoldPlan,
} from './planning';

/** Lines of one subscription, each with the scheduled bill date of its invoice. */
export interface WalkedSubscription {
  readonly lines: readonly { readonly date: LocalDate; readonly line: BillLine }[];
  /** Bill dates of its periods, lines or not. */
  readonly dates: readonly LocalDate[];
  readonly move: PointerMove;
}

/** Never due. */
const NEVER = new Date(8.64e15);
const NO_LEAD = 0;

/** Walks from the pointer over every period that is due (billing.md G3). @throws RefusedError, RangeError */
export function walkSubscription(
  account: BillableAccount,
  subscription: DueSubscription,
  context: PlanningContext,
): WalkedSubscription {
  const walk = new Walk(account, subscription, context);
  const lines: { date: LocalDate; line: BillLine }[] = [];
  const cap = context.periodCap ?? CATCH_UP_CAP;
  const from = subscription.nextPeriodStart;
  const dates: LocalDate[] = [];
  let start = from;
  let step = walk.at(start);
  for (let periods = 0; step.due <= context.asOf; periods++) {
    if (periods === cap) throw new RefusedError('CATCH_UP_CAP', `more than ${cap} periods are due since ${from}`);
    dates.push(step.date);
    for (const line of walk.linesOf(step.period)) lines.push({ date: step.date, line });
    start = step.period.end;
    const next = walk.at(start);
    // why: the signup threshold puts the next full period on the invoice of the stub (billing.md Q1)
    step = walk.takesNext(step.period) ? { ...next, date: step.date, due: step.due } : next;
  }
  return { lines, dates, move: { subscriptionId: subscription.id, from, to: start, nextBillAt: step.due } };
}

interface Step {
  readonly period: BillingPeriod;
  readonly date: LocalDate;
  readonly due: Date;
}

class Walk {
  private readonly plan: SoldPlan;
  private readonly cycle: BillingCycle;
  private readonly issuedOn: LocalDate;
  private readonly isArrears: boolean;

  constructor(
    private readonly account: BillableAccount,
    private readonly subscription: DueSubscription,
    private readonly context: PlanningContext,
  ) {
    this.plan = this.planOf(subscription.planId);
    const { stepMonths, stepDays } = this.plan;
    this.cycle = { origin: subscription.startedOn, anchorDay: subscription.anchorDay, stepMonths, stepDays };
    this.issuedOn = context.today(account.timeZone);
    this.isArrears = subscription.billingType === 'RECURRING_ARREARS';
    if (subscription.nextPeriodStart > addMonths(this.issuedOn, MONTHS_AHEAD)) {
      throw new RefusedError('TOO_FAR_AHEAD', `billed up to ${subscription.nextPeriodStart} already`);
    }
  }

  /** The period that begins on `start`, its bill date, and when it is due; in advance by its start, in arrears by its end. */
  at(start: LocalDate): Step {
    const { context, account } = this;
    const period = this.periodAt(start);
    const { leadDays, runHour } = context.rhythm;
    const lead = this.isArrears ? NO_LEAD : leadDays;
    const base = this.isArrears ? period.end : start;
    if (this.isEnded(start)) return { period, date: base, due: NEVER };
    const due = nextBillAt(base, account.timeZone, { leadDays: lead, runHour }, context.at);
    return { period, date: billDateOf(base, lead), due };
  }

  /** The lines of a period: the plan, what comes with it, then the add-ons. */
  linesOf(period: BillingPeriod): BillLine[] {
    const { plan, since } = this.takenAt(period.start);
    const lines = this.lineOf(this.taxedOn(componentOf(plan, since)), period);
    for (const part of plan.bundle ?? []) lines.push(...this.lineOf(this.taxedOn(part), period));
    for (const addOn of this.subscription.addOns ?? []) lines.push(...this.lineOf(this.taxedOn(addOn), period));
    return lines;
  }

  takesNext(period: BillingPeriod): boolean {
    const { signup } = this.subscription;
    return signup !== undefined && this.isFirstStub(period) && !this.isArrears && chargesNext(period.start, signup);
  }

  private lineOf(component: Component, period: BillingPeriod): BillLine[] {
    const { account, subscription, context } = this;
    const policy = this.isFirstStub(period) ? (subscription.signup ?? PRORATE).proration : 'PRORATE';
    if (policy === 'FREE_UNTIL_ANCHOR') return [];
    const line = lineOfComponent(subscription.id, component, period, {
      currency: account.currency,
      keepZero: context.issueZeroInvoices === true,
    });
    if (!line) return [];
    const { serviceCustomerId } = subscription;
    if (policy === 'PRORATE') return [{ ...line, serviceCustomerId }];
    const base = line.unitPrice * BigInt(line.quantity);
    return [{ ...line, serviceCustomerId, gross: base, base, ...taxed(base, line.taxRule) }];
  }

  private isFirstStub(period: BillingPeriod): boolean {
    return period.start === this.subscription.startedOn && isStub(period);
  }

  /** A planned change inside a period cuts it: what follows is billed by itself. */
  private periodAt(start: LocalDate): BillingPeriod {
    const period = periodFrom(this.cycle, start);
    const on = this.subscription.planned?.on;
    if (on === undefined || on <= start || on >= period.end) return period;
    return { ...period, end: on, chargedDays: daysBetween(start, on) };
  }

  private isEnded(start: LocalDate): boolean {
    const { planned } = this.subscription;
    return planned?.change === 'CANCEL' && start >= planned.on;
  }

  /** The plan that is in force on a day, and since when: a planned change counts from its day on. */
  private takenAt(start: LocalDate): { plan: SoldPlan; since: LocalDate } {
    const { planned, planSince, startedOn } = this.subscription;
    if (planned !== undefined && planned.change !== 'CANCEL' && start >= planned.on) {
      return { plan: this.planOf(planned.change.planId), since: planned.on };
    }
    return { plan: this.plan, since: planSince ?? startedOn };
  }

  private taxedOn(component: Component): Component {
    const { taxFor } = this.context;
    return taxFor ? { ...component, taxRule: taxFor(component.taxRule, this.account, this.issuedOn) } : component;
  }

  private planOf(id: string): SoldPlan {
    const plan = this.context.plans.get(id);
    if (!plan) throw new RefusedError('CALCULATION', `plan ${id} is unknown`);
    return plan;
  }
}
