import { daysBetween, type LocalDate } from '@app/core';
import { type BillingCycle } from '../billing-cycle';
import { type Component, componentOf, lineOfComponent } from '../charges/component';
import { sumOf } from '../charges/price-curve';
import { type LineAmounts } from '../invoice-calculator';
import { BillAssembly } from '../planning/bill-assembly';
import {
  type Bill,
  type BillableAccount,
  type BillLine,
  type DueSubscription,
  type PlanningContext,
  type SoldPlan,
} from '../planning/planning';
import { discountsInForce, isLasting } from '../discounts/discount';
import { applyDiscounts } from '../discounts/discounted-lines';
import { priceOn } from '../plan-price';
import { RefusedError } from '../refused-error';
import { dailyDebits } from './daily';
import { type Renewal } from './renewal';

/** A prepaid service with the account that pays for it. */
export interface PrepaidService {
  readonly account: BillableAccount;
  readonly subscription: DueSubscription;
  readonly plan: SoldPlan;
  readonly planning: PlanningContext;
}

/** The invoice of one more period; undefined when it costs nothing. @throws RefusedError */
export function renewalBill(service: PrepaidService, { start, end }: Pick<Renewal, 'start' | 'end'>): Bill | undefined {
  const { account, subscription, planning } = service;
  const period = { start, end, naturalDays: daysBetween(start, end) };
  const issuedOn = planning.today(account.timeZone);
  const lines = componentsOf(service).flatMap((component): BillLine[] => {
    const line = lineOfComponent(subscription.id, component, period, {
      currency: account.currency,
      since: component.kind === 'RECURRING' ? (subscription.planSince ?? subscription.startedOn) : undefined,
      taxRule: planning.taxFor?.(component.taxRule, account, issuedOn),
    });
    return line ? [{ ...line, serviceCustomerId: subscription.serviceCustomerId }] : [];
  });
  if (lines.length === 0) return undefined;
  return new BillAssembly(account, planning).bill({ billKey: `P:${start}/${subscription.id}`, from: start, lines });
}

/**
 * What the days `[from, to)` of a service cost that is paid by the day, in order; add-ons included, lasting discounts taken
 * off the price of the period (billing.md 1.4, D1, M3).
 *
 * @throws RefusedError NO_PRICE
 */
export function dailyAmounts(
  service: PrepaidService,
  from: LocalDate,
  to: LocalDate,
): ({ date: LocalDate } & LineAmounts)[] {
  const { account, subscription, plan, planning } = service;
  const issuedOn = planning.today(account.timeZone);
  const { stepMonths, stepDays } = plan;
  const cycle: BillingCycle = {
    ...{ origin: subscription.startedOn, anchorDay: subscription.anchorDay, stepMonths, stepDays },
  };
  const byDay = new Map<LocalDate, LineAmounts[]>();
  for (const component of componentsOf(service)) {
    const rule = planning.taxFor?.(component.taxRule, account, issuedOn) ?? component.taxRule;
    const priceOf = (day: LocalDate): bigint =>
      lasting(service, component, priceOfComponent(component, day, subscription));
    for (const { date, ...amounts } of dailyDebits(cycle, { from, to }, rule, priceOf)) {
      if (!isThere(component, date)) continue;
      const list = byDay.get(date);
      if (list) list.push(amounts);
      else byDay.set(date, [amounts]);
    }
  }
  return [...byDay].map(([date, amounts]) => ({ date, ...sumOf(amounts) })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

const componentsOf = ({ plan, subscription }: PrepaidService): Component[] => [
  componentOf(plan),
  ...(plan.bundle ?? []),
  ...(subscription.addOns ?? []),
];

const isThere = ({ from, until }: Component, day: LocalDate): boolean =>
  (from === undefined || day >= from) && (until === undefined || day < until);

function priceOfComponent(component: Component, day: LocalDate, subscription: DueSubscription): bigint {
  const since = component.kind === 'RECURRING' ? (subscription.planSince ?? subscription.startedOn) : undefined;
  const price = priceOn(component, day, since);
  if (!price) throw new RefusedError('NO_PRICE', `plan ${component.description} has no price on ${day}`);
  return price.amount * BigInt(component.quantity);
}

/** The price of a period after the discounts that reduce every day of it. */
function lasting({ account, subscription }: PrepaidService, { planId, taxRule }: Component, gross: bigint): bigint {
  const discounts = discountsInForce(account.discounts ?? []).filter(isLasting);
  const { lines } = applyDiscounts([{ subscriptionId: subscription.id, planId, gross, taxRule }], discounts);
  return lines[0]?.base ?? gross;
}
