import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest } from '@app/platform';
import { type ImportRowState, type RawRow } from './import-format';
import { type RowError } from './row-problems';

/** One row of a list. */
export interface ImportRow {
  /** As a spreadsheet counts: the first row below the header is 2. */
  rowNo: number;
  state: ImportRowState;
  /** As it stands in the file; of a row that is done only the code is kept. */
  data: RawRow;
  errors: RowError[];
  /** What it made: the customer, also the one whose service it is; the voucher. */
  objectId: string | null;
}

const COLUMNS = `r.row_no as "rowNo", r.state, r.data, r.errors, r.object_id as "objectId"`;

const list = new KeysetList<'rowNo'>({
  select: `select ${COLUMNS}, r.import_id as id from import_rows r`,
  // why: within one import the row number alone is unique
  id: 'r.import_id',
  sorts: { rowNo: { sql: 'r.row_no', type: 'integer' } },
  defaultSort: 'rowNo',
});

/** Rows of lists; callers have found the list within their scope. */
@Injectable()
export class CustomerImportRowRepository {
  constructor(private readonly database: Database) {}

  async insert(importId: string, rows: readonly ImportRow[]): Promise<void> {
    await this.database.execute(
      `insert into import_rows (import_id, row_no, state, data, errors)
       select $1, r."rowNo", r.state, r.data, r.errors
         from jsonb_to_recordset($2::jsonb) as r ("rowNo" integer, state text, data jsonb, errors jsonb)
       on conflict (import_id, row_no) do nothing`,
      [importId, JSON.stringify(rows)],
    );
  }

  /** Row numbers that are still to be carried out. */
  async next(importId: string, limit: number): Promise<number[]> {
    const rows = await this.database.query<{ rowNo: number }>(
      `select row_no as "rowNo" from import_rows where import_id = $1 and state = 'VALID' order by row_no limit $2`,
      [importId, limit],
    );
    return rows.map(({ rowNo }) => rowNo);
  }

  /** Locks those that are still to be carried out, until the end of the transaction. */
  async lock(importId: string, rowNos: readonly number[]): Promise<ImportRow[]> {
    return this.database.query(
      `select ${COLUMNS} from import_rows r
        where r.import_id = $1 and r.row_no = any ($2::int[]) and r.state = 'VALID' order by r.row_no for update`,
      [importId, rowNos],
    );
  }

  /** why: personal data stays with the customer alone (billing.md E4), so that forgetting him forgets all */
  async done(importId: string, rows: readonly { rowNo: number; objectId: string; code: string }[]): Promise<void> {
    await this.database.execute(
      `update import_rows r set state = 'DONE', object_id = d."objectId", data = jsonb_build_object('code', d.code)
         from jsonb_to_recordset($2::jsonb) as d ("rowNo" integer, "objectId" uuid, code text)
        where r.import_id = $1 and r.row_no = d."rowNo"`,
      [importId, JSON.stringify(rows)],
    );
  }

  async fail(importId: string, rows: readonly Pick<ImportRow, 'rowNo' | 'state' | 'errors'>[]): Promise<void> {
    await this.database.execute(
      `update import_rows r set state = f.state, errors = f.errors
         from jsonb_to_recordset($2::jsonb) as f ("rowNo" integer, state text, errors jsonb)
        where r.import_id = $1 and r.row_no = f."rowNo"`,
      [importId, JSON.stringify(rows)],
    );
  }

  async page(importId: string, filter: ListRequest & { state?: ImportRowState }): Promise<Page<ImportRow>> {
    const conditions = [condition('r.import_id = $?', importId)];
    if (filter.state !== undefined) conditions.push(condition('r.state = $?', filter.state));
    return list.page<ImportRow & { id: string }>(this.database, filter, conditions);
  }

  async failed(importId: string): Promise<ImportRow[]> {
    return this.database.query(
      `select ${COLUMNS} from import_rows r where r.import_id = $1 and r.state = 'FAILED' order by r.row_no`,
      [importId],
    );
  }
}
