const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One attempt is asked about this often at most: gateways block who polls (payments.md 2.6, 6.6). */
export const MAX_CHECKS = 5;

/** How long after its end an attempt may still be paid without anybody wondering: banks post late. */
export const GRACE_MS = 5 * MINUTE;

/** What the schedule of an attempt depends on. */
export interface Scheduled {
  createdAt: Date;
  expiresAt: Date | null;
  /** Questions asked so far. */
  checks: number;
}

/**
 * When to ask the gateway next: 5 min, 30 min and 2 h after the start, 5 min after the end, 24 h after that. Moments that
 * passed meanwhile (a downtime) are asked about once.
 *
 * @param chance 0 to below 1: spreads what was started together over up to a tenth of its wait, five minutes at most
 * @returns null when there is nothing left to ask
 */
export function nextCheckAt({ createdAt, expiresAt, checks }: Scheduled, now: Date, chance: number): Date | null {
  if (checks >= MAX_CHECKS) return null;
  const start = createdAt.getTime();
  const end = Math.max(start, expiresAt?.getTime() ?? start + 24 * HOUR);
  const steps = [start + 5 * MINUTE, start + 30 * MINUTE, start + 2 * HOUR, end + GRACE_MS, end + 24 * HOUR];
  const next = steps.sort((a, b) => a - b).find((at) => at > now.getTime());
  if (next === undefined) return null;
  return new Date(next + Math.floor(Math.min((next - start) / 10, 5 * MINUTE) * chance));
}
