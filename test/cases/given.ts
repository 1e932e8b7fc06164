import { addMonths, type LocalDate, localDate } from '@app/core';
import { type domain } from '@app/billing';

/** Reads the fields of a case; what is missing or of another kind makes the case fail with its name. */
export class Given {
  constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  raw(name: string): unknown {
    return this.fields[name];
  }

  amount(name: string): bigint {
    return amountOf(this.fields[name], name);
  }

  amounts(name: string): bigint[] {
    return this.list(name).map((item) => amountOf(item, name));
  }

  int(name: string, otherwise?: number): number {
    const value = this.fields[name] ?? otherwise;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new RangeError(`given.${name} is no whole number`);
    return value;
  }

  text(name: string, otherwise?: string): string {
    const value = this.fields[name] ?? otherwise;
    if (typeof value !== 'string') throw new RangeError(`given.${name} is no text`);
    return value;
  }

  date(name: string): LocalDate {
    return localDate(this.text(name));
  }

  instant(name: string): Date {
    return instantOf(this.text(name));
  }

  list(name: string): readonly unknown[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw new RangeError(`given.${name} is no list`);
    return value;
  }

  /** `11/100`; a number is a percentage. */
  taxRule(name = 'ppn', inclusive = false): domain.TaxRule {
    const [num, den] = ratioOf(this.fields[name] ?? '11/100');
    return { code: 'PPN', num, den, inclusive };
  }
}

export function amountOf(value: unknown, name: string): bigint {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new RangeError(`given.${name} is no amount`);
  return BigInt(value);
}

/** `"11/100"`, or a percentage such as 12.5: an exact fraction. */
export function ratioOf(value: unknown): [bigint, bigint] {
  const [num, den] = String(value).split('/');
  if (den !== undefined) return [BigInt(num ?? ''), BigInt(den)];
  const [whole = '', decimals = ''] = String(value).split('.');
  return [BigInt(whole + decimals), 100n * 10n ** BigInt(decimals.length)];
}

export function instantOf(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw new RangeError(`not an instant: ${text}`);
  return instant;
}

/** The local day of an instant that is written with its local offset, or of a plain date. */
export function localDayOf(text: string): LocalDate {
  return localDate(text.slice(0, 10));
}

/** A stretch from a list of two days, or from a month `2025-11`. */
export function stretchOf(value: unknown): domain.Stretch {
  if (typeof value === 'string') {
    const start = localDate(value.length === 7 ? `${value}-01` : value);
    return { start, end: addMonths(start, 1) };
  }
  if (!Array.isArray(value)) throw new RangeError('not a period');
  return { start: localDayOf(String(value[0])), end: localDayOf(String(value[1])) };
}

/** An instant in UTC, as the cases write it. */
export const utc = (instant: Date): string => instant.toISOString().replace('.000Z', 'Z');
