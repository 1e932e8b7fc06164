const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Waits before an unknown refund is asked about again: 5 min, 1 h, then a day, five times (payments.md 7.1, Janitor). */
const WAITS = [5 * MINUTE, 60 * MINUTE, DAY, DAY, DAY, DAY, DAY] as const;

/** Nobody else takes a refund that is being worked on for so long. */
export const REFUND_LEASE_MS = 3 * MINUTE;

/** @param tries so far @returns null: it is up to people now */
export function nextRefundCheck(tries: number, now: Date): Date | null {
  const wait = WAITS[Math.max(0, tries - 1)];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}
