import { addDays, type LocalDate } from '@app/core';
import { type Anchor, type BillingCycle, type BillingPeriod, cycleFrom, periodFrom } from '../billing-cycle';
import { type CycleStep } from '../charges/interval';

/** How billing of a new service begins. */
export interface BillingStart {
  /** First day that is billed: the activation, or the end of the trial (billing.md Q8). */
  readonly billingFrom: LocalDate;
  readonly cycle: BillingCycle;
  /** A stub, or a full period when `billingFrom` is a boundary. */
  readonly firstPeriod: BillingPeriod;
}

/** The start of billing, with or without a trial: the anchor of an ANNIVERSARY is the end of the trial (billing.md Q8, P2). */
export function billingStart(
  activatedOn: LocalDate,
  trialDays: number,
  terms: { anchor: Anchor; step: CycleStep },
): BillingStart {
  const billingFrom = trialDays === 0 ? activatedOn : addDays(activatedOn, trialDays);
  const cycle = cycleFrom(billingFrom, terms.anchor, terms.step);
  return { billingFrom, cycle, firstPeriod: periodFrom(cycle, billingFrom) };
}

/** Is it less than its natural period? */
export function isStub(period: BillingPeriod): boolean {
  return period.chargedDays !== period.naturalDays;
}
