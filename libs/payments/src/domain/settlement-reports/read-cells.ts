import { isLocalDate, type LocalDate } from '@app/core';

const MONEY = /^-?(?:\d{1,3}(?:[.,]\d{3})+|\d{1,15})(?:[.,]\d{1,2})?$/;

/**
 * An amount as reports write it (`150000`, `150.000`, `Rp 150,000.00`, `-2.500,50`, `(2,500)`), in booking units. Three digits after
 * a mark are thousands, one or two are a fraction; what the booking unit cannot hold is rounded half away from zero.
 *
 * @param scale decimals of the booking unit
 */
export function readMoney(text: string, scale: number): bigint | undefined {
  const bare = text.replace(/rp\.?|idr|usd|\s/gi, '').replace(/^\((.*)\)$/, '-$1');
  if (!MONEY.test(bare)) return undefined;
  const negative = bare.startsWith('-');
  const [, whole = '', fraction = ''] = /^-?(.*?)(?:[.,](\d{1,2}))?$/.exec(bare) ?? [];
  const digits = `${fraction}000000`.slice(0, scale + 1);
  const scaled = BigInt(whole.replace(/[.,]/g, '') + digits);
  const rounded = (scaled + 5n) / 10n;
  return negative ? -rounded : rounded;
}

/** `2026-11-22`, `22/11/2026`, `22-11-2026`, each with or without a time after it; days come before months. */
export function readDay(text: string): LocalDate | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/.exec(text);
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/.exec(text);
  const [year, month, day] = iso ? iso.slice(1) : local ? local.slice(1).reverse() : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) ? date : undefined;
}
