import { type LocalDate } from '@app/core';

/** When the numbers of a series begin again at 1 (billing.md N1): the scope is part of the series. */
export type ResetScope = 'MONTH' | 'YEAR' | 'NEVER';

/** How numbers of documents read: `INV/{site}/{yyyy}/{mm}/{seq:6}`; tokens `{site} {yyyy} {yy} {mm} {seq} {seq:n}`. */
export interface NumberFormat {
  readonly pattern: string;
  readonly reset: ResetScope;
}

/** The formats of the product; a site may have its own. */
export const NUMBER_FORMATS = {
  INVOICE: { pattern: 'INV/{site}/{yyyy}/{mm}/{seq:6}', reset: 'MONTH' },
  CREDIT_NOTE: { pattern: 'CN/{site}/{yyyy}/{mm}/{seq:6}', reset: 'MONTH' },
} as const satisfies Record<string, NumberFormat>;

const SEQ = /\{seq(?::(\d{1,2}))?\}/g;
/** Tokens of the issue date that a series keeps, by reset scope. */
const KEPT: Readonly<Record<ResetScope, readonly string[]>> = {
  MONTH: ['{yyyy}', '{yy}', '{mm}'],
  YEAR: ['{yyyy}', '{yy}'],
  NEVER: [],
};

/** What is wrong with a format: its numbers would not be unique. Undefined: nothing. */
export function numberFormatFault({
  pattern,
  reset,
}: NumberFormat): 'NO_SEQ' | 'NO_SITE' | 'NO_GAP' | 'NO_YEAR' | 'NO_MONTH' | undefined {
  if ([...pattern.matchAll(SEQ)].length !== 1) return 'NO_SEQ';
  if (!pattern.includes('{site}')) return 'NO_SITE';
  // why: site A1 with number 1 would be site A with number 11
  if (/\{site\}[^/.-]|[^/.-]\{site\}/.test(pattern)) return 'NO_GAP';
  if (reset !== 'NEVER' && !/\{yy(yy)?\}/.test(pattern)) return 'NO_YEAR';
  return reset === 'MONTH' && !pattern.includes('{mm}') ? 'NO_MONTH' : undefined;
}

/** The series of a document: the pattern as far as the reset scope of the local issue date goes. `INV/BDG/2025/11`. */
export function seriesOf({ pattern, reset }: NumberFormat, siteCode: string, issuedOn: LocalDate): string {
  const dropped = KEPT.MONTH.filter((token) => !KEPT[reset].includes(token));
  const scoped = dropped.reduce((text, token) => text.replaceAll(token, ''), pattern.replaceAll(SEQ, ''));
  return filled(scoped, siteCode, issuedOn)
    .replaceAll(/([/.-])[/.-]+/g, '$1')
    .replaceAll(/^[/.-]+|[/.-]+$/g, '');
}

/** First day of the scope in which numbers of a format are counted, as of a day. */
export function scopeStart({ reset }: Pick<NumberFormat, 'reset'>, on: LocalDate): LocalDate {
  if (reset === 'MONTH') return `${on.slice(0, 7)}-01` as LocalDate;
  return (reset === 'YEAR' ? `${on.slice(0, 4)}-01-01` : '0001-01-01') as LocalDate;
}

/** A regular expression for every number that a format could ever give at a site; PostgreSQL reads it too. */
export function numbersLike({ pattern }: NumberFormat, siteCode: string): string {
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const kinds: readonly (readonly [RegExp, string])[] = [
    [/^\{site\}$/, literal(siteCode)],
    [/^\{yyyy\}$/, '\\d{4}'],
    [/^\{(yy|mm)\}$/, '\\d{2}'],
    [/^\{seq/, '\\d+'],
  ];
  const parts = pattern.split(/(\{[^}]*\})/);
  return `^${parts.map((part) => kinds.find(([token]) => token.test(part))?.[1] ?? literal(part)).join('')}$`;
}

/** The printed number of the document at position `seq` of its series. `INV/BDG/2025/11/000042`. */
export function numberOf({ pattern }: NumberFormat, siteCode: string, issuedOn: LocalDate, seq: bigint): string {
  const text = filled(pattern, siteCode, issuedOn);
  return text.replaceAll(SEQ, (_, digits?: string) => seq.toString().padStart(Number(digits ?? 1), '0'));
}

function filled(text: string, siteCode: string, issuedOn: LocalDate): string {
  const year = issuedOn.slice(0, 4);
  return text
    .replaceAll('{yyyy}', year)
    .replaceAll('{yy}', year.slice(2))
    .replaceAll('{mm}', issuedOn.slice(5, 7))
    .replaceAll('{site}', () => siteCode);
}
