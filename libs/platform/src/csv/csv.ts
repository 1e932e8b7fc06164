/** What a spreadsheet takes for a formula when a cell begins with it. */
const FORMULA = /^[=+\-@\t\r\0]/;
const QUOTED = /[",\r\n]/;
/** A plain number may begin with a sign: it calculates nothing. */
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

export type CsvValue = string | number | bigint | boolean | Date | null | undefined;

/**
 * One cell by RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front (billing.md S4); dates are
 * ISO 8601, nothing is the empty cell.
 */
export function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  const text = value instanceof Date ? value.toISOString() : String(value);
  const harmless = FORMULA.test(text) && !(typeof value !== 'string' && NUMBER.test(text)) ? `'${text}` : text;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line, with its CRLF. */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvCell).join(',')}\r\n`;
