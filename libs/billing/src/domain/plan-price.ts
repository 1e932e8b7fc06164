import { type LocalDate } from '@app/core';
import { type TaxRule } from './invoice-calculator';

/** A price of a full period, from a day on. */
export interface PlanPrice {
  readonly validFrom: LocalDate;
  readonly amount: bigint;
  readonly currency: string;
}

/** What billing needs to know of a plan. */
export interface BillablePlan {
  readonly id: string;
  readonly name: string;
  readonly stepMonths: number;
  readonly tax: TaxRule;
  /** Newest first. */
  readonly prices: readonly PlanPrice[];
}

/** The price valid on the first day of a period (billing.md Q7), or undefined when the plan has none yet. */
export function priceOn(plan: Pick<BillablePlan, 'prices'>, periodStart: LocalDate): PlanPrice | undefined {
  return plan.prices.find((price) => price.validFrom <= periodStart);
}
