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
export function extended(
  voucher: Voucher,
  { minutes, uptimeSeconds, bytes }: Extension,
  now: Date,
): Extended | undefined {
  const { expiresAt, validityMinutes, validUntil, uptimeLimitSeconds, dataLimitBytes } = voucher;
  const firstLoginAt = voucher.firstLoginAt ?? now;
  const end = expiresAt ?? validUntil;
  const longer = minutes !== undefined && end !== null;
  const newEnd = longer ? new Date(Math.max(end.getTime(), now.getTime()) + minutes * MINUTE_MS) : end;
  const after: Extended = {
    ...{ firstLoginAt, expiresAt: newEnd },
    validityMinutes: longer && validityMinutes !== null ? validityMinutes + minutes : validityMinutes,
    validUntil: validUntil !== null && newEnd !== null && newEnd > validUntil ? newEnd : validUntil,
    uptimeLimitSeconds: uptimeLimitSeconds === null ? null : uptimeLimitSeconds + (uptimeSeconds ?? 0n),
    dataLimitBytes: dataLimitBytes === null ? null : dataLimitBytes + (bytes ?? 0n),
  };
  const more = longer || after.uptimeLimitSeconds !== uptimeLimitSeconds || after.dataLimitBytes !== dataLimitBytes;
  const over = (newEnd !== null && newEnd <= now) || isUsedUp({ ...voucher, ...after });
  return more && !over ? after : undefined;
}
