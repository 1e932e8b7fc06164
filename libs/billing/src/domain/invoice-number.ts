import { type LocalDate } from '@app/core';

/**
 * The series that an invoice is numbered in: per site, anew each month of the local issue date (billing.md N1).
 * `INV/BDG/2025/11`.
 */
export function invoiceSeries(siteCode: string, issuedOn: LocalDate): string {
  return `INV/${siteCode}/${issuedOn.slice(0, 4)}/${issuedOn.slice(5, 7)}`;
}

/** The printed number: series and position, at least six digits. `INV/BDG/2025/11/000042`. */
export function documentNumber(series: string, seq: bigint): string {
  return `${series}/${seq.toString().padStart(6, '0')}`;
}
