import { type LocalDate, partsOf } from '@app/core';

/** The gapless series of receipts of one site and month: `KW/JKT/2026/11` (payments.md 12.1). */
export function receiptSeries(siteCode: string, recordedOn: LocalDate): string {
  const { year, month } = partsOf(recordedOn);
  return `KW/${siteCode}/${year}/${String(month).padStart(2, '0')}`;
}

/** What stands on the receipt: `KW/JKT/2026/11/00042`; it grows beyond five digits rather than wrap. */
export function receiptNumber(series: string, seq: bigint): string {
  return `${series}/${seq.toString().padStart(5, '0')}`;
}
