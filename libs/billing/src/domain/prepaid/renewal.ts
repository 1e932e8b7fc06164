import { addDays, addMonths, instantAt, type LocalDate, localDateOf, partsOf } from '@app/core';
import { type CycleStep } from '../charges/interval';
import { type InstantOf } from '../local-instants';

/** From where a service that ran out is renewed (billing.md 1.4). */
export type RenewalPolicy = 'FROM_PAYMENT' | 'FROM_EXPIRY';

/** A prepaid service that is paid for one more period. */
export interface Renewal {
  /** Service of this period, as local days. */
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly expiresAt: Date;
  /** Kept for the next extension: 31 Jan → 28 Feb → 31 Mar. */
  readonly anchorDay: number;
}

/**
 * Extends a prepaid service by one period (billing.md 1.4). Paid before it ran out: from the old expiry, by the anchor rule
 * and with the same time of day. Paid later: from the payment (whose day becomes the anchor) or, by policy, from the expiry.
 */
export function renew(
  service: {
    readonly expiresAt: Date | null;
    readonly anchorDay: number;
    readonly step: CycleStep;
    readonly zone: string;
  },
  paidAt: Date,
  policy: RenewalPolicy = 'FROM_PAYMENT',
  at: InstantOf = instantAt,
): Renewal {
  const { expiresAt, zone, step } = service;
  const isExtension = expiresAt !== null && (paidAt < expiresAt || policy === 'FROM_EXPIRY');
  const from = isExtension ? expiresAt : paidAt;
  const start = localDateOf(from, zone);
  const anchorDay = isExtension ? service.anchorDay : partsOf(start).day;
  const end = step.stepDays ? addDays(start, step.stepDays) : addMonths(start, step.stepMonths, anchorDay);
  return { start, end, anchorDay, expiresAt: sameTimeOn(end, from, zone, at) };
}

/** The expiry after a pause `[from, until)` of local days: it moves by the paused days it was still ahead of (billing.md Q6, P03). */
export function expiryAfterPause(
  expiresAt: Date,
  pause: { readonly days: number },
  zone: string,
  at: InstantOf = instantAt,
): Date {
  return sameTimeOn(addDays(localDateOf(expiresAt, zone), pause.days), expiresAt, zone, at);
}

/** The time of day that `instant` has in the zone, on another day: found without arithmetic on offsets. */
export function sameTimeOn(date: LocalDate, instant: Date, zone: string, at: InstantOf = instantAt): Date {
  const own = localDateOf(instant, zone);
  let hour = 23;
  while (hour > 0 && at(own, zone, hour) > instant) hour--;
  const rest = instant.getTime() - at(own, zone, hour).getTime();
  return new Date(at(date, zone, hour).getTime() + rest);
}
