import { csvLine } from '@app/platform';
import { type UploadedList } from '../import.repository';
import { type ImportRow } from '../import-row.repository';
import { textOf } from '../row-problems';
import { type UploadedListView } from '../uploaded-lists.service';
import { type CustomerImportDto, type CustomerImportRowDto } from './customer-import.dto';

/** One import. */
export function presentCustomerImport(one: UploadedListView): CustomerImportDto {
  const { id, siteId, format, fileName, dryRun, state, columns, cancelRequested, problem, jobId } = one;
  const { VALID: valid, DONE: done, SKIPPED: skipped, FAILED: failed } = one.counts;
  const { requestedBy, createdAt, finishedAt, totalCount: total } = one;
  const left = dryRun ? 0 : valid;
  const read = total === null ? 0 : Math.floor(((total - left) * 100) / Math.max(total, 1));
  return {
    ...{ id, siteId, format, fileName, dryRun, state, total, counts: { valid, done, skipped, failed } },
    ...{ progress: read, columns, cancelRequested, problem, jobId },
    ...{ requestedBy, createdAt, finishedAt },
  };
}

/** One row. */
export function presentCustomerImportRow({ rowNo, state, data, errors, objectId }: ImportRow): CustomerImportRowDto {
  const said = errors.map(({ column, code }) => ({ column, code, message: textOf(code) }));
  return { rowNo, state, data: { ...data }, errors: said, customerId: objectId };
}

type TextOf = (code: string) => { id: string; en: string };

/** The failed rows with the columns that were understood, and why they failed: mend them and upload the file again. */
export function failedCustomerRowsCsv(
  { one, rows }: { one: UploadedList; rows: readonly ImportRow[] },
  texts: TextOf = textOf,
): string {
  const columns = one.columns.flatMap(({ header, field }) => (field === null ? [] : [{ header, field }]));
  const head = csvLine([...columns.map(({ header }) => header), 'alasan', 'reason']);
  const lines = rows.map(({ data, errors }) => {
    const reason = (language: 'id' | 'en'): string =>
      errors.map(({ column, code }) => `${column ?? code}: ${texts(code)[language]}`).join('; ');
    return csvLine([...columns.map(({ field }) => data[field] ?? ''), reason('id'), reason('en')]);
  });
  return head + lines.join('');
}
