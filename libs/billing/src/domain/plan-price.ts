import { type LocalDate } from '@app/core';
import { type CycleStep } from './charges/interval';
import { type TaxRule } from './invoice-calculator';
import { type RevenueAccount } from './ledger-accounts';

/** Whom a new price reaches (billing.md Q7): everybody with their next period, or only those who come after it. */
export type PricePolicy = 'NEXT_PERIOD' | 'GRANDFATHER';

/** A price of a full period, from a day on. */
export interface PlanPrice {
  readonly validFrom: LocalDate;
  readonly amount: bigint;
  readonly currency: string;
  /** Default: NEXT_PERIOD. */
  readonly appliesTo?: PricePolicy | undefined;
}

/** What billing needs to know of a plan. */
export interface BillablePlan extends CycleStep {
  readonly id: string;
  readonly name: string;
  readonly tax: TaxRule;
  /** Where its net amounts are booked; default: by the kind of the line. */
  readonly revenueAccount?: RevenueAccount | undefined;
  /** Newest first. */
  readonly prices: readonly PlanPrice[];
}

/**
 * The price valid on the first day of a period (billing.md Q7), or undefined when the plan has none yet. The running period
 * is never touched: a price counts from the next period start on.
 *
 * @param since the day on which the customer took the plan: a GRANDFATHER price that came after it passes them by
 */
export function priceOn(
  plan: Pick<BillablePlan, 'prices'>,
  periodStart: LocalDate,
  since?: LocalDate,
): PlanPrice | undefined {
  return plan.prices.find((price) => price.validFrom <= periodStart && !isPassedBy(price, since));
}

function isPassedBy(price: PlanPrice, since: LocalDate | undefined): boolean {
  return price.appliesTo === 'GRANDFATHER' && since !== undefined && price.validFrom > since;
}
