import { createHash } from 'node:crypto';
import { daysBetween, localDate, type LocalDate } from '@app/core';
import { type BillLine } from '../../domain/bill-planner';

const EPOCH = localDate('1970-01-01');
const dayNo = (day: LocalDate | null): string => (day === null ? '' : String(daysBetween(EPOCH, day)));

/**
 * SHA-256 over the lines of a document, in order. The database writes the same text (`invoice_lines_text`) when it proves
 * that no line has changed (billing.md I7).
 */
export function linesDigest(lines: readonly BillLine[]): Buffer {
  const text = lines.map((line, index) => textOf(line, index + 1)).join('\n');
  return createHash('sha256').update(text).digest();
}

function textOf(line: BillLine, lineNo: number): string {
  const { code, num, den, inclusive } = line.taxRule;
  return [
    lineNo,
    line.subscriptionId ?? '',
    line.chargeCode,
    dayNo(line.periodStart),
    dayNo(line.periodEnd),
    line.description,
    line.quantity,
    line.unitPrice,
    line.net,
    line.tax,
    code,
    num,
    den,
    inclusive ? 't' : 'f',
  ].join('|');
}
