import { addDays, instantAt, type LocalDate } from '@app/core';
import { type InstantOf } from './local-instants';

/** When invoices are issued ahead of their period. */
export interface BillingRhythm {
  readonly leadDays: number;
  readonly runHour: number;
}

/** The scheduled bill date of a period: the local day on which it is to be invoiced, and part of the bill key (G1). */
export function billDateOf(periodStart: LocalDate, leadDays: number): LocalDate {
  return leadDays === 0 ? periodStart : addDays(periodStart, -leadDays);
}

/** The instant from which a period is billed: local start of its bill date plus the run hour (billing.md T5). */
export function nextBillAt(
  periodStart: LocalDate,
  zone: string,
  rhythm: BillingRhythm,
  at: InstantOf = instantAt,
): Date {
  return at(billDateOf(periodStart, rhythm.leadDays), zone, rhythm.runHour);
}
