import { type LocalDate, localDateOf } from '@app/core';
import { daysLate, isOnTime } from '../due-dates';
import { feesToReverse } from '../dunning/late-fee';

/** A payment with the day on which it counts and the moment at which we learned of it (billing.md 1.10). */
export interface DatedPayment {
  readonly paidAt: Date;
  readonly postedAt: Date;
  readonly zone: string;
}

const DAY_MS = 86_400_000;
/** Longest way back that needs no permission. */
const FREE_DAYS = 90;
/** Clocks of others may be a little ahead. */
const AHEAD_MS = 5 * 60_000;

/** Needs a permission: a value date in the future, or more than 90 days back. */
export function needsPermission({ paidAt, postedAt }: Pick<DatedPayment, 'paidAt' | 'postedAt'>): boolean {
  const age = postedAt.getTime() - paidAt.getTime();
  return age < -AHEAD_MS || age > FREE_DAYS * DAY_MS;
}

/** What the value date changes for one invoice that the payment settles. */
export interface ValueDateEffects<F> {
  readonly onTime: boolean;
  readonly daysLate: number;
  /** Late fees that would not have been raised had we known. */
  readonly reversedFees: readonly F[];
  /** The payment was made before the isolation, which it should have prevented: the *access breach* metric (X06). */
  readonly accessBreach: boolean;
  /** Postings go to the open period of this local day, never to the past. */
  readonly postedOn: LocalDate;
}

/** Judges a payment by its value date; access itself is evaluated now, whatever the date (billing.md 1.10). */
export function valueDateEffects<F extends { readonly raisedAt: Date }>(
  payment: DatedPayment,
  invoice: { readonly dueOn: LocalDate; readonly isolirAt: Date; readonly fees: readonly F[] },
): ValueDateEffects<F> {
  const { paidAt, postedAt, zone } = payment;
  return {
    onTime: isOnTime(invoice.dueOn, paidAt, zone),
    daysLate: daysLate(invoice.dueOn, paidAt, zone),
    reversedFees: feesToReverse(invoice.fees, paidAt),
    accessBreach: paidAt < invoice.isolirAt && invoice.isolirAt < postedAt,
    postedOn: localDateOf(postedAt, zone),
  };
}

/** The stretch in which access may have been taken before the payment was known, or undefined when there was none. */
export function isolatedSpan(
  payment: Pick<DatedPayment, 'postedAt'>,
  isolirAt: Date,
): { readonly from: Date; readonly to: Date } | undefined {
  return isolirAt < payment.postedAt ? { from: isolirAt, to: payment.postedAt } : undefined;
}
