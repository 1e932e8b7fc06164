import { fail, ok, type Result } from '@app/core';

/** How far back a payment may be dated without further permission (billing.md, backdated payment). */
export const BACKDATE_DAYS = 90;

/** Devices whose clock runs ahead by no more than this are forgiven. */
export const CLOCK_TOLERANCE_MS = 2 * 60_000;

const DAY_MS = 24 * 60 * 60_000;

export type ReceivedAtFault = 'FUTURE' | 'TOO_OLD';

/**
 * The value date of a payment recorded at `asOf`: as stated, `asOf` where nothing is stated or where the stated time is
 * ahead by a tolerable {@link CLOCK_TOLERANCE_MS}.
 */
export function resolveReceivedAt(stated: Date | undefined, asOf: Date): Result<Date, ReceivedAtFault> {
  if (stated === undefined) return ok(asOf);
  const ahead = stated.getTime() - asOf.getTime();
  if (ahead > CLOCK_TOLERANCE_MS) return fail('FUTURE');
  if (ahead < -BACKDATE_DAYS * DAY_MS) return fail('TOO_OLD');
  return ok(ahead > 0 ? asOf : stated);
}
