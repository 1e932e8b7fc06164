import { Injectable } from '@nestjs/common';
import { Database, FILE_TYPES } from '@app/platform';
import { checkRow } from './check-row';
import { duplicatesIn } from './file-duplicates';
import { CustomerImportFacts } from './import-facts.service';
import { columnsOf, type ImportColumn, type ImportFormat, type RawRow, requiredOf } from './import-format';
import { CustomerImportErrors } from './import.errors';
import { type CustomerImport, ImportRepository } from './import.repository';
import { CustomerImportRowRepository, type ImportRow } from './import-row.repository';
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
    private readonly facts: CustomerImportFacts,
  ) {}

  /**
   * All of it or nothing; the file is forgotten afterwards.
   *
   * @throws DomainError as `readTable`, BILLING_IMPORT_COLUMNS_MISSING, BILLING_IMPORT_COLUMN_TWICE
   */
  async read(one: CustomerImport, content: Buffer): Promise<void> {
    const table = await readTable(content, one.contentType === FILE_TYPES.xlsx);
    const columns = columnsOf(one.format, table.header);
    checkColumns(one.format, columns);
    const raw = table.rows.map((cells) => rawRow(columns, cells));
    const rows = await this.checked(one, raw);
    await this.database.transaction(async () => {
      for (let at = 0; at < rows.length; at += CHUNK) await this.rows.insert(one.id, rows.slice(at, at + CHUNK));
      await this.imports.read(one.id, rows.length, columns);
    });
  }

  private async checked(one: CustomerImport, raw: readonly RawRow[]): Promise<ImportRow[]> {
    const facts = await this.facts.of(one, raw);
    const twice = duplicatesIn(raw, { format: one.format, sharedPhones: one.settings.sharedPhones });
    return raw.map((data, index) => {
      const { state, errors } = checkRow(data, facts);
      const all = state === 'SKIPPED' ? errors : [...errors, ...(twice.get(index) ?? [])];
      const outcome = all.length > 0 && state === 'VALID' ? 'FAILED' : state;
      return { rowNo: index + FIRST_ROW, state: outcome, data, errors: all, customerId: null };
    });
  }
}

function checkColumns(format: ImportFormat, columns: readonly ImportColumn[]): void {
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
