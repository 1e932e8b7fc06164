import { currencyOf, Money } from '@app/core';

/** `150000`, `150000.00`: whole rupiah as gateways write them, up to 12 digits (payments.md 2.9). */
const WHOLE = /^\d{1,12}(\.0{1,2})?$/;

/** Reads an amount in whole booking units, from text or a number; undefined for anything that is not one. */
export function wholeUnits(value: unknown, currency = 'IDR'): Money | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !WHOLE.test(text)) return undefined;
  return Money.of(BigInt(text.split('.')[0] ?? ''), currency);
}

/** Reads an amount that may carry cents, rounded up to a whole unit: a fee is never booked too small. */
export function feeUnits(value: unknown, currency = 'IDR'): Money | undefined {
  const [, whole = '', cents = ''] = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(String(value)) ?? [];
  if (whole === '') return undefined;
  return Money.of(BigInt(whole) + (/[1-9]/.test(cents) ? 1n : 0n), currency);
}

/** The number that a gateway with whole units is sent. */
export const plainNumber = ({ amount }: Money): number => Number(amount);

/** Units of Stripe's kind: the smallest of ISO 4217, so IDR × 100 although nobody pays in sen (payments.md 1.5). */
export function toMinor(money: Money): number {
  return Number(money.amount * factorOf(money.currency));
}

/** Back from {@link toMinor}; undefined for anything but a whole number of a known currency. Odd sen are dropped. */
export function fromMinor(value: unknown, currency: string): Money | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return undefined;
  return Money.of(BigInt(value) / factorOf(currency), currency);
}

function factorOf(currency: string): bigint {
  const { isoExponent, bookingScale } = currencyOf(currency);
  return 10n ** BigInt(isoExponent - bookingScale);
}
