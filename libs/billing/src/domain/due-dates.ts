import { addDays, daysBetween, instantAt, laterOf, type LocalDate, localDateOf } from '@app/core';
import { type InstantOf } from './local-instants';

/** Terms of payment and isolation, in local days and hours. */
export interface PaymentTerms {
  readonly dueDays: number;
  readonly minPaymentDays: number;
  readonly graceDays: number;
  readonly isolirHour: number;
}

/** `issue + dueDays`, but never before `issue + minPaymentDays` (billing.md 1.9). */
export function dueOn(issuedOn: LocalDate, terms: Pick<PaymentTerms, 'dueDays' | 'minPaymentDays'>): LocalDate {
  return laterOf(addDays(issuedOn, terms.dueDays), addDays(issuedOn, terms.minPaymentDays));
}

/** A payment whose value date is before this instant is on time: local midnight after the due day. */
export function overdueAt(due: LocalDate, zone: string, at: InstantOf = instantAt): Date {
  return at(addDays(due, 1), zone, 0);
}

/** From this instant an unpaid invoice costs access: the isolir hour of the day after the grace days. */
export function isolirAt(
  due: LocalDate,
  zone: string,
  terms: Pick<PaymentTerms, 'graceDays' | 'isolirHour'>,
  at: InstantOf = instantAt,
): Date {
  return at(addDays(due, terms.graceDays + 1), zone, terms.isolirHour);
}

/** Local days between the due day and the value date of a payment: positive when late, zero or negative otherwise. */
export function daysLate(due: LocalDate, paidAt: Date, zone: string): number {
  return daysBetween(due, localDateOf(paidAt, zone));
}
