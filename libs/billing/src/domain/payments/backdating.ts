import { daysLate, isOnTime } from '../due-dates';
import { type LocalDate } from '@app/core';

/** A payment with the day on which it counts and the moment at which we learned of it (billing.md 1.10). */
export interface DatedPayment {
  readonly paidAt: Date;
  readonly postedAt: Date;
  readonly zone: string;
}

/** What the value date changes for one invoice that the payment settles. */
export interface ValueDateEffects {
  readonly onTime: boolean;
  /** Local days between due day and value date; zero when in time. */
  readonly daysLate: number;
  /** The payment was made before the isolation, which it should have prevented: the *access breach* metric (X06). */
  readonly accessBreach: boolean;
}

/**
 * Judges a payment by its value date; access itself is evaluated now, whatever the date, and postings go to the day on which
 * we learned of it (billing.md 1.10).
 */
export function valueDateEffects(
  { paidAt, postedAt, zone }: DatedPayment,
  invoice: { readonly dueOn: LocalDate; readonly isolirAt: Date },
): ValueDateEffects {
  const onTime = isOnTime(invoice.dueOn, paidAt, zone);
  return {
    onTime,
    daysLate: onTime ? 0 : daysLate(invoice.dueOn, paidAt, zone),
    accessBreach: paidAt < invoice.isolirAt && invoice.isolirAt < postedAt,
  };
}
