import { type LocalDate, partsOf } from '@app/core';

/** How the days from the start to the first boundary are charged (billing.md Q1). */
export type SignupProration = 'PRORATE' | 'FULL' | 'FREE_UNTIL_ANCHOR';

export interface SignupPolicy {
  readonly proration: SignupProration;
  /** From this day of the month on the first invoice is the stub and the next full period. */
  readonly chargeNextThresholdDay?: number | undefined;
}

/** The default of billing.md Q1. */
export const PRORATE: SignupPolicy = { proration: 'PRORATE' };

/** Does a signup on this day put the next full period on the first invoice? Only asked where the first period is a stub. */
export function chargesNext(start: LocalDate, { chargeNextThresholdDay }: SignupPolicy): boolean {
  return chargeNextThresholdDay !== undefined && partsOf(start).day >= chargeNextThresholdDay;
}
