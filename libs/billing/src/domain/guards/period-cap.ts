/** Most periods that one run bills per subscription in a catch-up; beyond that somebody has to look (billing.md G3). */
export const CATCH_UP_CAP = 24;

/** Most periods per subscription and tick while nothing was missed: the billing side of the brake (billing.md 1.9). */
export const ORDINARY_CAP = 2;

/** A service that is billed further ahead than this many months is parked (billing.md 1.9). */
export const MONTHS_AHEAD = 36;

/** How many periods a tick may bill per subscription (billing.md 1.9, G3): 2, and 24 in a recognised catch-up. */
export function periodCap(isCatchUp: boolean): number {
  return isCatchUp ? CATCH_UP_CAP : ORDINARY_CAP;
}
