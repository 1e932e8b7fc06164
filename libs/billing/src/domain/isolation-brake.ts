/** Below this many customers a tick is never held. */
const ALWAYS_ALLOWED = 50;
const SHARE_PERCENT = 10;

/** Most customers that one tick may isolate without a confirmation: max(50, 10 % of those with service) (billing.md 1.9). */
export function isolationLimit(enabledCustomers: number): number {
  return Math.max(ALWAYS_ALLOWED, Math.floor((enabledCustomers * SHARE_PERCENT) / 100));
}
