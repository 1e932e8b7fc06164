import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { decode } from 'iconv-lite';
import { readSheet } from 'read-excel-file/node';
import { type DomainError } from '@app/core';
import { unpacksWithin } from './bounded-zip';
import { CustomerImportErrors } from './import.errors';

export const MAX_IMPORT_ROWS = 50_000;
export const MAX_IMPORT_COLUMNS = 100;
const MAX_UNPACKED = 64 * 1_048_576;
const MAX_CELL = 2_000;
const UTF16_MARK = Buffer.from([0xff, 0xfe]);

/** A table of text: nothing in it is ever evaluated, a formula of a CSV file is its own text. */
export interface Table {
  header: string[];
  rows: string[][];
}

/** @throws DomainError BILLING_IMPORT_FILE_UNREADABLE, BILLING_IMPORT_FILE_EMPTY, BILLING_IMPORT_FILE_TOO_LARGE */
export async function readTable(content: Buffer, isWorkbook: boolean): Promise<Table> {
  const cells = isWorkbook ? await readWorkbook(content) : readCsv(content);
  const filled = cells.filter((row) => row.some((cell) => cell !== ''));
  const [header, ...rows] = filled;
  if (!header || rows.length === 0) throw CustomerImportErrors.FILE_EMPTY();
  const widest = rows.reduce((width, row) => Math.max(width, row.length), header.length);
  if (rows.length > MAX_IMPORT_ROWS || widest > MAX_IMPORT_COLUMNS) throw tooLarge();
  return { header, rows };
}

function readCsv(content: Buffer): string[][] {
  const text = textOf(content);
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
      to: MAX_IMPORT_ROWS + 2,
    });
    return records.map((row) => row.map((cell) => plain(unguarded(cell))));
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw CustomerImportErrors.FILE_UNREADABLE();
    throw error;
  }
}

/** UTF-8 where it is valid, UTF-16 where it says so (Excel's "Unicode text"), else what older Excel writes. */
function textOf(content: Buffer): string {
  if (UTF16_MARK.equals(content.subarray(0, 2))) return decode(content, 'utf16le');
  return isUtf8(content) ? content.toString('utf8') : decode(content, 'windows-1252');
}

/** Whatever the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (mark: string): number => line.split(mark).length - 1;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function readWorkbook(content: Buffer): Promise<string[][]> {
  if (!unpacksWithin(content, MAX_UNPACKED)) throw CustomerImportErrors.FILE_UNREADABLE();
  const sheet = await sheetOf(content);
  return sheet.map((row) => row.map((cell) => plain(cellText(cell))));
}

async function sheetOf(content: Buffer): Promise<readonly (readonly unknown[])[]> {
  try {
    return await readSheet(content);
  } catch (error) {
    // why: the library throws whatever its parsers do; all of it is the file's fault
    if (error instanceof Error) throw CustomerImportErrors.FILE_UNREADABLE();
    throw error;
  }
}

function cellText(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

/** Takes back what guards a cell of our own files from being run as a formula (`csvCell`): `'+62812…`, `'-25000`. */
const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r\0])/, '');

const plain = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_CELL);

const tooLarge = (): DomainError =>
  CustomerImportErrors.FILE_TOO_LARGE({ rows: MAX_IMPORT_ROWS, columns: MAX_IMPORT_COLUMNS });
