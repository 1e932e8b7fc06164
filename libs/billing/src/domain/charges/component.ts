import { daysBetween, earlierOf, laterOf, type LocalDate, rdiv } from '@app/core';
import { type BillingCycle, type BillingPeriod, periodsBetween } from '../billing-cycle';
import { taxed, type TaxRule } from '../invoice-calculator';
import { type RevenueAccount } from '../ledger-accounts';
import { type BillablePlan, type PlanPrice, priceOn } from '../plan-price';
import { RefusedError } from '../refused-error';
import { type ChargeLine, type LineKind } from './charge-line';

/** One thing that a subscription pays for each period: its plan, or an add-on. A bundle is a plan with several of them. */
export interface Component {
  readonly chargeCode: string;
  readonly kind: LineKind;
  readonly planId?: string | undefined;
  readonly productId?: string | undefined;
  /** Where its net amounts are booked; default: by its kind. */
  readonly revenueAccount?: RevenueAccount | undefined;
  readonly description: string;
  readonly quantity: number;
  readonly taxRule: TaxRule;
  /** Newest first. */
  readonly prices: readonly PlanPrice[];
  /** First day, and first day no longer; without them: always. */
  readonly from?: LocalDate | undefined;
  readonly until?: LocalDate | undefined;
  /** Day on which the customer took it: later GRANDFATHER prices pass them by (billing.md Q7). */
  readonly since?: LocalDate | undefined;
}

/** The charge code of the plan's own line. */
export const RECURRING = 'RECURRING';

/** The plan itself as a component. */
export function componentOf(plan: BillablePlan, since?: LocalDate): Component {
  const { id: planId, name: description, tax: taxRule, prices, revenueAccount } = plan;
  const sold = { planId, description, taxRule, prices, revenueAccount };
  return { chargeCode: RECURRING, kind: 'RECURRING', quantity: 1, since, ...sold };
}

/**
 * What the components cost on the days `[from, to)`: a line per component and natural period, each priced with the price
 * valid on its first day (billing.md Q7). What costs nothing makes no line (billing.md Q9).
 *
 * @param codeOf gives lines of a change a code of their own (billing.md G1)
 * @throws RefusedError NO_PRICE when a component has none on a day that it needs one
 */
export function chargesFor(
  request: { subscriptionId: string; cycle: BillingCycle; from: LocalDate; to: LocalDate },
  components: readonly Component[],
  codeOf: (component: Component) => Pick<ChargeLine, 'chargeCode' | 'kind'> = (component) => component,
): ChargeLine[] {
  const { subscriptionId, cycle, from, to } = request;
  return periodsBetween(cycle, from, to).flatMap((period) =>
    components.flatMap((component) => {
      const line = lineOfComponent(subscriptionId, component, period);
      const { chargeCode, kind } = codeOf(component);
      return line ? [{ ...line, chargeCode, kind }] : [];
    }),
  );
}

/** What {@link lineOfComponent} has to know besides. */
export interface LineOptions {
  /** Of the account: a price in another one is refused. */
  readonly currency?: string | undefined;
  /** Make a line even when it costs nothing (billing.md Q9). */
  readonly keepZero?: boolean | undefined;
  /** Instead of the component's own. */
  readonly since?: LocalDate | undefined;
  readonly taxRule?: TaxRule | undefined;
}

const NO_OPTIONS: LineOptions = {};

/**
 * The line of a component for a period, cut to the days on which it is there; undefined when there is nothing to pay.
 *
 * @throws RefusedError NO_PRICE, or CURRENCY when the price is not in that of the account
 */
export function lineOfComponent(
  subscriptionId: string,
  component: Component,
  period: Omit<BillingPeriod, 'chargedDays'>,
  options: LineOptions = NO_OPTIONS,
): ChargeLine | undefined {
  const start = laterOf(period.start, component.from ?? period.start);
  const end = earlierOf(period.end, component.until ?? period.end);
  if (start >= end) return undefined;
  const price = priceFor(component, start, options);
  const taxRule = options.taxRule ?? component.taxRule;
  const { naturalDays } = period;
  const gross = shareOf(price.amount * BigInt(component.quantity), daysBetween(start, end), naturalDays);
  const { net, tax } = taxed(gross, taxRule);
  if (net === 0n && tax === 0n && options.keepZero !== true) return undefined;
  // why: written out, because the billing run makes a hundred thousand of these
  return {
    kind: component.kind,
    subscriptionId,
    chargeCode: component.chargeCode,
    planId: component.planId,
    productId: component.productId,
    revenueAccount: component.revenueAccount,
    description: component.description,
    periodStart: start,
    periodEnd: end,
    naturalDays,
    quantity: component.quantity,
    unitPrice: price.amount,
    taxRule,
    gross,
    discount: 0n,
    net,
    tax,
  };
}

function priceFor(component: Component, start: LocalDate, { since, currency }: LineOptions): PlanPrice {
  const { description } = component;
  const price = priceOn(component, start, since ?? component.since);
  if (!price) throw new RefusedError('NO_PRICE', `plan ${description} has no price on ${start}`);
  if (currency !== undefined && price.currency !== currency) {
    throw new RefusedError(
      'CURRENCY',
      `plan ${description} is priced in ${price.currency}, the account in ${currency}`,
    );
  }
  return price;
}

/** Rounded once, from the exact fraction (billing.md M2); a full period is the price itself. */
function shareOf(price: bigint, days: number, naturalDays: number): bigint {
  return days === naturalDays ? price : rdiv(price * BigInt(days), BigInt(naturalDays));
}
