import { currencyOf, isLocalDate, type LocalDate } from '@app/core';

/** `31/01/2027`, `31-1-2027`, `31.01.2027` and `2027-01-31`, with or without a time; undefined: no such day. */
export function dayOf(text: string): LocalDate | undefined {
  const [plain = ''] = text.trim().split(/[ T]/);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(plain);
  const [, day = '', month = '', year = ''] = local ?? [];
  const iso = local ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : plain;
  return isLocalDate(iso) ? iso : undefined;
}

const AMOUNT = /^(-?)(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?:[.,](\d{1,2}))?$/;

/**
 * An amount as people write it, in booking units: `Rp 150.000`, `Rp150.000,-`, `150,000.00`, `-25.000,50`. Three digits behind a
 * mark are thousands. Undefined: no amount, or a part of a booking unit.
 */
export function amountOf(text: string, currency: string): bigint | undefined {
  const bare = text.replace(/^(-?)\s*(?:rp|idr)\.?\s*/i, '$1').replace(/,-$/, '');
  const match = AMOUNT.exec(bare.replace(/\s/g, ''));
  if (!match) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  const { bookingScale } = currencyOf(currency);
  const padded = decimals.padEnd(bookingScale, '0');
  if (/[1-9]/.test(padded.slice(bookingScale))) return undefined;
  const units = BigInt(whole.replace(/[.,]/g, '') + padded.slice(0, bookingScale));
  return sign === '-' ? -units : units;
}
