import { isUsedUp, type Voucher } from './voucher';

/** More time or traffic for a voucher. */
export interface Extension {
  /** On top of its validity: from its end on, or from now on when that is past. */
  minutes?: number;
  uptimeSeconds?: bigint;
  bytes?: bigint;
}

type Extended = Pick<
  Voucher,
  'firstLoginAt' | 'expiresAt' | 'validityMinutes' | 'validUntil' | 'uptimeLimitSeconds' | 'dataLimitBytes'
>;

const MINUTE_MS = 60_000;

/**
 * The voucher afterwards; undefined when it would be over all the same, or when nothing of what was given is limited. An end
 * never moves to an earlier time.
 */
export function extended(voucher: Voucher, extension: Extension, now: Date): Extended | undefined {
  const after: Extended = {
    firstLoginAt: voucher.firstLoginAt ?? now,
    ...longer(voucher, extension.minutes, now),
    uptimeLimitSeconds: plus(voucher.uptimeLimitSeconds, extension.uptimeSeconds),
    dataLimitBytes: plus(voucher.dataLimitBytes, extension.bytes),
  };
  const isMore =
    after.uptimeLimitSeconds !== voucher.uptimeLimitSeconds ||
    after.dataLimitBytes !== voucher.dataLimitBytes ||
    after.expiresAt?.getTime() !== endOf(voucher)?.getTime();
  const isOver = (after.expiresAt !== null && after.expiresAt <= now) || isUsedUp({ ...voucher, ...after });
  return isMore && !isOver ? after : undefined;
}

const endOf = ({ expiresAt, validUntil }: Voucher): Date | null => expiresAt ?? validUntil;

const plus = (limit: bigint | null, more = 0n): bigint | null => (limit === null ? null : limit + more);

function longer(
  voucher: Voucher,
  minutes: number | undefined,
  now: Date,
): Pick<Extended, 'expiresAt' | 'validityMinutes' | 'validUntil'> {
  const { validityMinutes, validUntil } = voucher;
  const end = endOf(voucher);
  if (minutes === undefined || end === null) return { expiresAt: end, validityMinutes, validUntil };
  const expiresAt = new Date(Math.max(end.getTime(), now.getTime()) + minutes * MINUTE_MS);
  return {
    expiresAt,
    validityMinutes: validityMinutes === null ? null : validityMinutes + minutes,
    validUntil: validUntil !== null && expiresAt > validUntil ? expiresAt : validUntil,
  };
}
