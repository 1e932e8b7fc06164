import { Injectable } from '@nestjs/common';
import { Database, FILE_TYPES } from '@app/platform';
import { columnsOf, type ImportColumn, type ListFormat, type RawRow, requiredOf } from './import-format';
import { CustomerImportErrors } from './import.errors';
import { ImportRepository, type UploadedList } from './import.repository';
import { CustomerImportRowRepository, type ImportRow } from './import-row.repository';
import { ListTargets } from './list-target';
import { readTable } from './read-table';

const CHUNK = 2_000;
/** The header is the first row of the sheet. */
const FIRST_ROW = 2;

/** Reads a file into rows, each looked at; writes nothing but the import's own rows. */
@Injectable()
export class ImportReader {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly rows: CustomerImportRowRepository,
    private readonly targets: ListTargets,
  ) {}

  /**
   * All of it or nothing; the file is forgotten afterwards.
   *
   * @throws DomainError as `readTable`, BILLING_IMPORT_COLUMNS_MISSING, BILLING_IMPORT_COLUMN_TWICE
   */
  async read(one: UploadedList, content: Buffer): Promise<void> {
    const table = await readTable(content, one.contentType === FILE_TYPES.xlsx);
    const { target, format } = this.targets.of(one.format);
    const columns = columnsOf(format, table.header);
    checkColumns(format, columns);
    const raw = table.rows.map((cells) => rawRow(columns, cells));
    const looked = await target.check(one, raw);
    const found = raw.map((data, index): ImportRow => {
      const { state = 'FAILED', errors = [] } = looked[index] ?? {};
      return { rowNo: index + FIRST_ROW, state, data, errors, objectId: null };
    });
    await this.database.transaction(async () => {
      const rows = target.keep ? await target.keep(one, found) : found;
      for (let at = 0; at < rows.length; at += CHUNK) await this.rows.insert(one.id, rows.slice(at, at + CHUNK));
      await this.imports.read(one.id, rows.length, columns);
    });
  }
}

function checkColumns(format: ListFormat, columns: readonly ImportColumn[]): void {
  const found = columns.flatMap(({ field }) => field ?? []);
  const missing = requiredOf(format).filter(({ field }) => !found.includes(field));
  if (missing.length > 0) {
    throw CustomerImportErrors.COLUMNS_MISSING({ columns: missing.map(({ header }) => header).join(', ') });
  }
  const twice = found.find((field, index) => found.indexOf(field) !== index);
  if (twice !== undefined) throw CustomerImportErrors.COLUMN_TWICE({ column: twice });
}

function rawRow(columns: readonly ImportColumn[], cells: readonly string[]): RawRow {
  const row: RawRow = {};
  columns.forEach(({ field }, index) => {
    const text = cells[index] ?? '';
    if (field !== null && text !== '') row[field] = text;
  });
  return row;
}
