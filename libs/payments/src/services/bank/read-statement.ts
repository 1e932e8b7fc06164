import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { currencyOf, fail, isLocalDate, type LocalDate, ok, type Result } from '@app/core';
import { type MutationDirection, type MutationLine } from '../../domain/bank/bank-mutation';
import { type StatementMapping } from '../../domain/bank/statement-presets';

export const MAX_STATEMENT_ROWS = 20_000;
const HEADER_WITHIN = 30;
const MAX_CELL = 500;

export type StatementFault = 'UNREADABLE' | 'NO_HEADER' | 'TOO_LONG';

/** What a statement says; lines that could not be read are named by their number in the file. */
export interface ReadStatement {
  lines: MutationLine[];
  /** Lines whose date or amount makes no sense. */
  unreadable: number[];
}

/** Reads a bank's CSV (comma, semicolon or tab). The header may stand below the address of the bank. */
export function readStatement(
  content: Buffer,
  mapping: StatementMapping,
  currency: string,
): Result<ReadStatement, StatementFault> {
  const rows = cellsOf(content);
  if (!rows) return fail('UNREADABLE');
  if (rows.length > MAX_STATEMENT_ROWS + HEADER_WITHIN) return fail('TOO_LONG');
  const at = rows.slice(0, HEADER_WITHIN).findIndex((row) => columnsOf(row, mapping) !== undefined);
  const columns = columnsOf(rows[at] ?? [], mapping);
  if (!columns) return fail('NO_HEADER');
  const lines: MutationLine[] = [];
  const unreadable: number[] = [];
  for (const [index, row] of rows.slice(at + 1).entries()) {
    const line = lineOf(row, columns, currency);
    if (line) lines.push(line);
    else if (isFilled(row, columns)) unreadable.push(at + index + 2);
  }
  return ok({ lines, unreadable });
}

type Columns = Readonly<Record<keyof StatementMapping, number>>;

function columnsOf(header: readonly string[], mapping: StatementMapping): Columns | undefined {
  const names = header.map((cell) => cell.toLowerCase().replace(/\s+/g, ' ').trim());
  const find = (wanted: readonly string[] | undefined): number =>
    (wanted ?? []).map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
  const columns = {
    date: find(mapping.date),
    description: find(mapping.description),
    amount: find(mapping.amount),
    mark: find(mapping.mark),
    credit: find(mapping.credit),
    debit: find(mapping.debit),
  };
  const hasAmount = columns.amount >= 0 || columns.credit >= 0;
  return columns.date >= 0 && columns.description >= 0 && hasAmount ? columns : undefined;
}

function lineOf(row: readonly string[], columns: Columns, currency: string): MutationLine | undefined {
  const cell = (column: keyof Columns): string => row[columns[column]] ?? '';
  const bookedOn = dayOf(cell('date'));
  const money = columns.amount >= 0 ? signedAmount(cell('amount'), cell('mark'), currency) : undefined;
  const amount = money ?? columnAmount(cell('credit'), cell('debit'), currency);
  if (bookedOn === undefined || amount === undefined) return undefined;
  return { bookedOn, ...amount, description: cell('description') };
}

interface Directed {
  direction: MutationDirection;
  amount: bigint;
}

/** `150.123,00 CR`, `+150123`, `-20000`, `150123` with `K` beside it. */
function signedAmount(text: string, mark: string, currency: string): Directed | undefined {
  const behind = /\b(CR|DB|KREDIT|DEBET|DEBIT|CREDIT|K|D)\.?$/i.exec(`${text} ${mark}`.trim())?.[1];
  const amount = amountOf(text.replace(/[A-Z]+\.?\s*$/i, ''), currency);
  if (amount === undefined || amount === 0n) return undefined;
  const isDebit = amount < 0n || (behind !== undefined && /^D/i.test(behind));
  return { direction: isDebit ? 'DEBIT' : 'CREDIT', amount: amount < 0n ? -amount : amount };
}

function columnAmount(credit: string, debit: string, currency: string): Directed | undefined {
  const inwards = amountOf(credit, currency) ?? 0n;
  if (inwards > 0n) return { direction: 'CREDIT', amount: inwards };
  const outwards = amountOf(debit, currency) ?? 0n;
  return outwards === 0n ? undefined : { direction: 'DEBIT', amount: outwards < 0n ? -outwards : outwards };
}

const AMOUNT = /^([+-]?)(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?:[.,](\d{1,2}))?$/;

/** An amount as banks write it, in booking units; a part of a unit is no amount of ours. */
function amountOf(text: string, currency: string): bigint | undefined {
  const match = AMOUNT.exec(text.replace(/^([+-]?)\s*(?:rp|idr)\.?\s*/i, '$1').replace(/\s/g, ''));
  if (!match) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  const { bookingScale } = currencyOf(currency);
  const padded = decimals.padEnd(bookingScale, '0');
  if (/[1-9]/.test(padded.slice(bookingScale))) return undefined;
  const units = BigInt(whole.replace(/[.,]/g, '') + padded.slice(0, bookingScale));
  return sign === '-' ? -units : units;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mei', 'jun', 'jul', 'agu', 'sep', 'okt', 'nov', 'des'];
const ENGLISH: Readonly<Record<string, number>> = { may: 5, aug: 8, oct: 10, dec: 12, agt: 8, ags: 8 };

/** `22/11/2026`, `22-11-26`, `2026-11-22`, `22 Nov 2026`, with or without a time behind it. */
function dayOf(text: string): LocalDate | undefined {
  const plain = text.trim().replace(/^'/, '');
  const iso = /^\d{4}-\d{2}-\d{2}/.exec(plain)?.[0];
  if (iso !== undefined) return isLocalDate(iso) ? iso : undefined;
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[/. -]([a-z]+|\d{1,2})[/. -](\d{4}|\d{2})(?!\d)/i.exec(plain) ?? [];
  const short = month.slice(0, 3).toLowerCase();
  const number = /^\d/.test(month) ? Number(month) : (ENGLISH[short] ?? MONTHS.indexOf(short) + 1);
  const full = `${year.length === 2 ? `20${year}` : year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(full) ? full : undefined;
}

const isFilled = (row: readonly string[], { date, amount, credit }: Columns): boolean =>
  /\d/.test(row[date] ?? '') && /\d/.test(row[amount >= 0 ? amount : credit] ?? '');

function cellsOf(content: Buffer): string[][] | undefined {
  const text = isUtf8(content) ? content.toString('utf8') : content.toString('latin1');
  const head = text.slice(0, 4_000).replace(/"[^"]*"/g, '');
  const count = (mark: string): number => head.split(mark).length;
  const delimiter = [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  try {
    const rows = parse(text, {
      ...{ delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true },
      ...{ max_record_size: 50_000, to: MAX_STATEMENT_ROWS + HEADER_WITHIN + 1 },
    });
    return rows.map((row) => row.map(plain));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

const plain = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_CELL);
