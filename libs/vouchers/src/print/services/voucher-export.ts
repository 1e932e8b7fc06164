import writeWorkbook from 'write-excel-file/node';
import { csvLine, type CsvValue } from '@app/platform';
import { type OpenVoucher } from './voucher-renderer.service';

type Column = readonly [name: string, value: (voucher: OpenVoucher) => CsvValue];

/** Columns of a list; money in booking units, moments in ISO 8601. */
const COLUMNS: readonly Column[] = [
  ['number', (one) => one.number],
  ['code', (one) => one.code],
  ['password', (one) => one.password || one.code],
  ['state', (one) => one.state],
  ['package', (one) => one.profileName],
  ['batch', (one) => one.batchName],
  ['validity_minutes', (one) => one.validityMinutes],
  ['valid_until', (one) => one.validUntil],
  ['uptime_limit_seconds', (one) => one.uptimeLimitSeconds],
  ['data_limit_bytes', (one) => one.dataLimitBytes],
  ['cost', (one) => one.costAmount],
  ['price', (one) => one.priceAmount],
  ['sold_for', (one) => one.soldAmount],
  ['currency', (one) => one.currency],
  ['sold_at', (one) => one.soldAt],
  ['first_login_at', (one) => one.firstLoginAt],
  ['expires_at', (one) => one.expiresAt],
  ['used_seconds', (one) => one.usedSeconds],
  ['used_bytes', (one) => one.usedBytes],
];

/** The list as CSV; no cell is run as a formula. */
export function voucherCsv(vouchers: readonly OpenVoucher[]): string {
  const head = csvLine(COLUMNS.map(([name]) => name));
  return head + vouchers.map((voucher) => csvLine(COLUMNS.map(([, value]) => value(voucher)))).join('');
}

/** The same as a workbook; every cell is text, so that no code loses its zeros and nothing is a formula. */
export async function voucherWorkbook(vouchers: readonly OpenVoucher[]): Promise<Buffer> {
  const head = COLUMNS.map(([name]) => ({ value: name, fontWeight: 'bold' as const }));
  const rows = vouchers.map((voucher) => COLUMNS.map(([, value]) => ({ type: String, value: plain(value(voucher)) })));
  return writeWorkbook([head, ...rows]).toBuffer();
}

function plain(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}
