import { type LocalDate, partsOf } from '@app/core';
import { type BillingCycle, type BillingPeriod, periodFrom } from '../billing-cycle';
import { isStub } from './trial';

/** How the days from the start to the first boundary are charged (billing.md Q1). */
export type SignupProration = 'PRORATE' | 'FULL' | 'FREE_UNTIL_ANCHOR';

export interface SignupPolicy {
  readonly proration: SignupProration;
  /** From this day of the month on the first invoice is the stub and the next full period. */
  readonly chargeNextThresholdDay?: number | undefined;
}

/** The default of billing.md Q1. */
export const PRORATE: SignupPolicy = { proration: 'PRORATE' };

/** A period of the first invoice, and what of its price is charged. */
export interface SignupPeriod extends BillingPeriod {
  readonly charge: 'SHARE' | 'FULL_PRICE' | 'NOTHING';
}

const CHARGE = { PRORATE: 'SHARE', FULL: 'FULL_PRICE', FREE_UNTIL_ANCHOR: 'NOTHING' } as const;

/** The periods of the first invoice: the stub (or the full period), and the next one where the threshold says so. */
export function signupPeriods(cycle: BillingCycle, start: LocalDate, policy: SignupPolicy = PRORATE): SignupPeriod[] {
  const first = periodFrom(cycle, start);
  if (!isStub(first)) return [{ ...first, charge: 'SHARE' }];
  const stub: SignupPeriod = { ...first, charge: CHARGE[policy.proration] };
  return chargesNext(start, policy) ? [stub, { ...periodFrom(cycle, first.end), charge: 'SHARE' }] : [stub];
}

/** Does a signup on this day put the next full period on the first invoice? Only asked where the first period is a stub. */
export function chargesNext(start: LocalDate, { chargeNextThresholdDay }: SignupPolicy): boolean {
  return chargeNextThresholdDay !== undefined && partsOf(start).day >= chargeNextThresholdDay;
}
