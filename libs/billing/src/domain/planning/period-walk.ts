import { addMonths, daysBetween, type LocalDate } from '@app/core';
import { type BillingCycle, type BillingPeriod, periodFrom } from '../billing-cycle';
import { chargesNext, PRORATE } from '../changes/signup';
import { isStub } from '../changes/trial';
import { type Component, componentOf, type LineOptions, lineOfComponent } from '../charges/component';
import { CATCH_UP_CAP, MONTHS_AHEAD } from '../guards/period-cap';
import { taxed } from '../invoice-calculator';
import { billDateOf, nextBillAt } from '../next-bill-at';
import { type BillablePlan } from '../plan-price';
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

/** Walks from the pointer over every period that is due (billing.md G3). @throws RefusedError, RangeError */
export function walkSubscription(
  account: BillableAccount,
  subscription: DueSubscription,
  context: PlanningContext,
): WalkedSubscription {
  const walk = new Walk(account, subscription, context);
  const lines: { date: LocalDate; line: BillLine }[] = [];
  const dates: LocalDate[] = [];
  const cap = subscription.periodCap ?? context.periodCap ?? CATCH_UP_CAP;
  const from = subscription.nextPeriodStart;
  let start = from;
  let due = walk.dueAt(start);
  let together: LocalDate | undefined;
  for (let periods = 0; due <= context.asOf || together !== undefined; periods++) {
    if (periods === cap) throw new RefusedError('CATCH_UP_CAP', `more than ${cap} periods are due since ${from}`);
    const period = walk.periodAt(start);
    const date = together ?? walk.billDate(period);
    dates.push(date);
    walk.addLines(period, (line) => lines.push({ date, line }));
    start = period.end;
    due = walk.dueAt(start);
    // why: the signup threshold puts the next full period on the invoice of the stub (billing.md Q1)
    together = due !== NEVER && walk.takesNext(period) ? date : undefined;
  }
  return { lines, dates, move: { subscriptionId: subscription.id, from, to: start, nextBillAt: due } };
}

/** Components of plans, which are the same for everybody. */
const COMPONENTS = new WeakMap<BillablePlan, Component>();

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
    const pointer = subscription.nextPeriodStart;
    if (pointer > this.issuedOn && pointer > addMonths(this.issuedOn, MONTHS_AHEAD)) {
      throw new RefusedError('TOO_FAR_AHEAD', `billed up to ${pointer} already`);
    }
  }

  /** When the period that begins on `start` is due: in advance by its start, in arrears by its end and without lead. */
  dueAt(start: LocalDate): Date {
    const { context, account } = this;
    if (this.isEnded(start)) return NEVER;
    if (!this.isArrears) return nextBillAt(start, account.timeZone, context.rhythm, context.at);
    const { runHour } = context.rhythm;
    return nextBillAt(this.periodAt(start).end, account.timeZone, { leadDays: 0, runHour }, context.at);
  }

  billDate(period: BillingPeriod): LocalDate {
    return this.isArrears ? period.end : billDateOf(period.start, this.context.rhythm.leadDays);
  }

  /** A planned change inside a period cuts it: what follows is billed by itself. */
  periodAt(start: LocalDate): BillingPeriod {
    const period = periodFrom(this.cycle, start);
    const on = this.subscription.planned?.on;
    if (on === undefined || on <= start || on >= period.end) return period;
    return { ...period, end: on, chargedDays: daysBetween(start, on) };
  }

  /** The lines of a period: the plan, what it bundles, then the add-ons. */
  addLines(period: BillingPeriod, add: (line: BillLine) => void): void {
    const { planned, planSince, startedOn, addOns } = this.subscription;
    const isChanged = planned !== undefined && planned.change !== 'CANCEL' && period.start >= planned.on;
    const plan = isChanged ? this.planOf(planned.change.planId) : this.plan;
    this.addLine(commonComponent(plan), period, isChanged ? planned.on : (planSince ?? startedOn), add);
    for (const part of plan.bundle ?? []) this.addLine(part, period, undefined, add);
    for (const addOn of addOns ?? []) this.addLine(addOn, period, undefined, add);
  }

  takesNext(period: BillingPeriod): boolean {
    const { signup } = this.subscription;
    return signup !== undefined && this.isFirstStub(period) && !this.isArrears && chargesNext(period.start, signup);
  }

  private addLine(
    component: Component,
    period: BillingPeriod,
    since: LocalDate | undefined,
    add: (line: BillLine) => void,
  ): void {
    const { account, subscription, context } = this;
    const policy = this.isFirstStub(period) ? (subscription.signup ?? PRORATE).proration : 'PRORATE';
    if (policy === 'FREE_UNTIL_ANCHOR') return;
    const options: LineOptions = {
      currency: account.currency,
      keepZero: context.issueZeroInvoices,
      since,
      taxRule: context.taxFor?.(component.taxRule, account, this.issuedOn),
    };
    const line = lineOfComponent(subscription.id, component, period, options);
    if (!line) return;
    const own =
      subscription.serviceCustomerId === undefined
        ? line
        : { ...line, serviceCustomerId: subscription.serviceCustomerId };
    const base = line.unitPrice * BigInt(line.quantity);
    add(policy === 'PRORATE' ? own : { ...own, gross: base, base, ...taxed(base, line.taxRule) });
  }

  private isFirstStub(period: BillingPeriod): boolean {
    return period.start === this.subscription.startedOn && isStub(period);
  }

  private isEnded(start: LocalDate): boolean {
    const { planned } = this.subscription;
    return planned?.change === 'CANCEL' && start >= planned.on;
  }

  private planOf(id: string): SoldPlan {
    const plan = this.context.plans.get(id);
    if (!plan) throw new RefusedError('CALCULATION', `plan ${id} is unknown`);
    return plan;
  }
}

function commonComponent(plan: BillablePlan): Component {
  let component = COMPONENTS.get(plan);
  if (!component) COMPONENTS.set(plan, (component = componentOf(plan)));
  return component;
}
