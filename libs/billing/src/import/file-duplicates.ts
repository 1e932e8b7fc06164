import { normalisePhone } from '@app/customers';
import { type RawRow } from './import-format';
import { type RowError } from './row-problems';

/** Rows that say again what an earlier row of the same file says, by their index. The earlier one stands. */
export function duplicatesIn(
  rows: readonly RawRow[],
  { format, sharedPhones }: { format: string; sharedPhones: boolean },
): Map<number, RowError[]> {
  const seen = new Set<string>();
  const found = new Map<number, RowError[]>();
  rows.forEach((row, index) => {
    const keys = format === 'PHPNUXBILL_RECHARGES' ? [rechargeKey(row)] : [codeKey(row), phoneKey(row, sharedPhones)];
    for (const entry of keys) {
      if (!entry) continue;
      if (seen.has(entry.key)) found.set(index, [...(found.get(index) ?? []), entry.error]);
      else seen.add(entry.key);
    }
  });
  return found;
}

interface Entry {
  key: string;
  error: RowError;
}

const codeKey = ({ code = '' }: RawRow): Entry | undefined =>
  code === '' ? undefined : { key: `code ${code}`, error: { column: 'code', code: 'CODE_TWICE' } };

function phoneKey({ phone = '' }: RawRow, shared: boolean): Entry | undefined {
  const number = shared ? undefined : normalisePhone(phone);
  return number === undefined ? undefined : { key: `phone ${number}`, error: { column: 'phone', code: 'PHONE_TWICE' } };
}

/** why: only what is on counts; a customer may have an old row that is off */
const rechargeKey = ({ code = '', plan = '', status = '' }: RawRow): Entry | undefined =>
  status.toLowerCase() === 'on'
    ? { key: `${code} ${plan.toLowerCase()}`, error: { column: 'code', code: 'CODE_TWICE' } }
    : undefined;
