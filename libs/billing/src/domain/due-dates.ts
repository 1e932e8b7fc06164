import { addDays, clampedDate, daysBetween, instantAt, laterOf, type LocalDate, localDateOf, partsOf } from '@app/core';
import { type IsolirCalendar, permittedDay } from './dunning/isolir-calendar';
import { type InstantOf } from './local-instants';

/** Terms of payment and isolation, in local days and hours. */
export interface PaymentTerms {
  readonly dueDays: number;
  /** Due on this day of the month instead of after `dueDays`; clamped to the end of short months. */
  readonly dueDay?: number | undefined;
  readonly minPaymentDays: number;
  readonly graceDays: number;
  readonly isolirHour: number;
  /** When isolation is not wanted (billing.md 1.9). */
  readonly calendar?: IsolirCalendar | undefined;
}

/**
 * A fixed day of the month, or `issue + dueDays`, but never before `issue + minPaymentDays` (billing.md 1.9). The fixed day
 * is that of the month of the period's start, or of the issue where that is later (a catch-up).
 *
 * @param periodStart first day that the invoice charges for; only a fixed day asks for it
 */
export function dueOn(
  issuedOn: LocalDate,
  terms: Pick<PaymentTerms, 'dueDays' | 'dueDay' | 'minPaymentDays'>,
  periodStart: LocalDate = issuedOn,
): LocalDate {
  return laterOf(wantedDueDay(issuedOn, terms, periodStart), addDays(issuedOn, terms.minPaymentDays));
}

function wantedDueDay(
  issuedOn: LocalDate,
  { dueDay, dueDays }: Pick<PaymentTerms, 'dueDays' | 'dueDay'>,
  periodStart: LocalDate,
): LocalDate {
  if (dueDay === undefined) return addDays(issuedOn, dueDays);
  const { year, month } = partsOf(laterOf(issuedOn, periodStart));
  return clampedDate(year, month, dueDay);
}

/** A payment whose value date is before this instant is on time: local midnight after the due day. */
export function overdueAt(due: LocalDate, zone: string, at: InstantOf = instantAt): Date {
  return at(addDays(due, 1), zone, 0);
}

/**
 * From this instant an unpaid invoice costs access: the isolir hour of the day after the grace days, or of the next day
 * that the calendar permits: only later, never earlier (billing.md 1.9).
 */
export function isolirAt(
  due: LocalDate,
  zone: string,
  terms: Pick<PaymentTerms, 'graceDays' | 'isolirHour' | 'calendar'>,
  at: InstantOf = instantAt,
): Date {
  const day = addDays(due, terms.graceDays + 1);
  return at(terms.calendar ? permittedDay(day, terms.isolirHour, terms.calendar) : day, zone, terms.isolirHour);
}

/**
 * When an invoice that a refund reopened costs access (billing.md 1.10): it keeps its due day, but the customer gets fresh
 * days of payment from the day of the reversal on.
 */
export function isolirAtAfterReopening(
  invoice: { readonly dueOn: LocalDate; readonly reopenedOn: LocalDate },
  zone: string,
  terms: Pick<PaymentTerms, 'graceDays' | 'minPaymentDays' | 'isolirHour' | 'calendar'>,
  at: InstantOf = instantAt,
): Date {
  const original = isolirAt(invoice.dueOn, zone, terms, at);
  const fresh = isolirAt(addDays(invoice.reopenedOn, terms.minPaymentDays), zone, { ...terms, graceDays: 0 }, at);
  return fresh > original ? fresh : original;
}

/** Local days between the due day and the value date of a payment: positive when late, zero or negative otherwise. */
export function daysLate(due: LocalDate, paidAt: Date, zone: string): number {
  return daysBetween(due, localDateOf(paidAt, zone));
}

/** Is the value date of a payment before the overdue instant (billing.md 1.9)? */
export function isOnTime(due: LocalDate, paidAt: Date, zone: string, at: InstantOf = instantAt): boolean {
  return paidAt < overdueAt(due, zone, at);
}
