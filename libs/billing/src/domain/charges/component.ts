import { earlierOf, laterOf, type LocalDate } from '@app/core';
import { type BillingCycle, type BillingPeriod, periodsBetween } from '../billing-cycle';
import { type TaxRule } from '../invoice-calculator';
import { type BillablePlan, type PlanPrice, priceOn } from '../plan-price';
import { RefusedError } from '../refused-error';
import { type ChargeLine, type LineKind } from './charge-line';
import { baseAfter, chargeOf, type PricedStretch } from './price-curve';
import { daysOf } from './stretch';

/** One thing that a subscription pays for each period: its plan, or an add-on. A bundle is a plan with several of them. */
export interface Component {
  readonly chargeCode: string;
  readonly kind: LineKind;
  readonly planId?: string | undefined;
  readonly productId?: string | undefined;
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
  const { id: planId, name: description, tax: taxRule, prices } = plan;
  return { chargeCode: RECURRING, kind: 'RECURRING', planId, description, quantity: 1, taxRule, prices, since };
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

/**
 * The line of a component for a period, cut to the days on which it is there; undefined when there is nothing to pay.
 *
 * @throws RefusedError NO_PRICE, or CURRENCY when the price is not in that of the account
 */
export function lineOfComponent(
  subscriptionId: string,
  component: Component,
  period: Omit<BillingPeriod, 'chargedDays'>,
  options: { currency?: string; keepZero?: boolean } = {},
): ChargeLine | undefined {
  const start = laterOf(period.start, component.from ?? period.start);
  const end = earlierOf(period.end, component.until ?? period.end);
  if (start >= end) return undefined;
  const price = priceOn(component, start, component.since);
  if (!price) throw new RefusedError('NO_PRICE', `plan ${component.description} has no price on ${start}`);
  if (options.currency !== undefined && price.currency !== options.currency) throw foreign(component, price, options);
  const stretch: PricedStretch = {
    start,
    end,
    naturalDays: period.naturalDays,
    price: price.amount * BigInt(component.quantity),
    taxRule: component.taxRule,
  };
  const amounts = chargeOf(stretch);
  if (amounts.net === 0n && amounts.tax === 0n && options.keepZero !== true) return undefined;
  const { chargeCode, kind, planId, productId, description, quantity, taxRule } = component;
  const origin = { subscriptionId, chargeCode, kind, planId, productId, description, quantity, taxRule };
  const days = { periodStart: start, periodEnd: end, naturalDays: period.naturalDays };
  const gross = baseAfter(stretch, daysOf(stretch));
  return { ...origin, ...days, unitPrice: price.amount, gross, discount: 0n, ...amounts };
}

function foreign({ description }: Component, price: PlanPrice, { currency }: { currency?: string }): RefusedError {
  return new RefusedError('CURRENCY', `plan ${description} is priced in ${price.currency}, the account in ${currency}`);
}
