/** Below this many customers a tick is never held. */
const ALWAYS_ALLOWED = 50;
const SHARE_PERCENT = 10;
const TIMES_THE_MAXIMUM = 3;

/**
 * Most customers that one tick may isolate without a confirmation: max(50, 3 × the most of any day of the last 30, 10 % of
 * those with service) (billing.md 1.9).
 */
export function isolationLimit(enabledCustomers: number, mostOf30Days = 0): number {
  const share = Math.floor((enabledCustomers * SHARE_PERCENT) / 100);
  return Math.max(ALWAYS_ALLOWED, TIMES_THE_MAXIMUM * mostOf30Days, share);
}
