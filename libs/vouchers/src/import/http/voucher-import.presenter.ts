import writeWorkbook from 'write-excel-file/node';
import { type ImportRow, textOf } from '@app/billing';
import { csvLine } from '@app/platform';
import { type FileContent, fileOfList } from '../../print/domain/voucher-file';
import { VOUCHER_TEMPLATE } from '../voucher-lists';
import { VOUCHER_PROBLEMS } from '../voucher-row';
import { type VoucherImportRowDto } from './voucher-import.dto';

type Texts = Readonly<Record<string, { id: string; en: string }>>;

/** What is wrong with a row, in both languages. */
export const voucherProblem = (code: string): { id: string; en: string } =>
  (VOUCHER_PROBLEMS as Texts)[code] ?? textOf(code);

/** One row. */
export function presentVoucherImportRow({ rowNo, state, data, errors, objectId }: ImportRow): VoucherImportRowDto {
  const said = errors.map(({ column, code }) => ({ column, code, message: voucherProblem(code) }));
  return { rowNo, state, data: { ...data }, errors: said, voucherId: objectId };
}

/** `1JAM=JAM1,2=HARIAN` as names and codes. */
export const packagesOf = (text = ''): Record<string, string> =>
  Object.fromEntries(text.split(',').flatMap((pair) => (pair === '' ? [] : [pair.split('=') as [string, string]])));

/** The list to fill in; every cell of the workbook is text. */
export async function voucherTemplateFile(format: 'csv' | 'xlsx'): Promise<FileContent> {
  if (format === 'csv') return fileOfList(Buffer.from(VOUCHER_TEMPLATE.map((row) => csvLine(row)).join('')), 'csv');
  const rows = VOUCHER_TEMPLATE.map((row) => row.map((value) => ({ type: String, value })));
  return fileOfList(await writeWorkbook(rows).toBuffer(), 'xlsx');
}
