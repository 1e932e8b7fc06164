import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest } from '@app/platform';
import { type RowState } from '../domain/import/import-settings';

/** One secret of an import. */
export interface ImportRow {
  id: string;
  name: string;
  profile: string;
  address: string | null;
  state: RowState;
  /** Why it was skipped or failed. */
  code: string | null;
  /** Parameters of the reason. */
  detail: Record<string, string | number>;
  customerId: string | null;
  subscriptionId: string | null;
  accountId: string | null;
}

/** How far a row came. */
export type RowOutcome = Pick<ImportRow, 'id' | 'state' | 'code'> & Partial<Omit<ImportRow, 'name'>>;

const COLUMNS = `r.id, r.name, r.profile, r.address, r.state, r.code, r.detail, r.customer_id as "customerId",
  r.subscription_id as "subscriptionId", r.account_id as "accountId"`;

const list = new KeysetList<'name'>({
  select: `select ${COLUMNS} from router_import_rows r`,
  id: 'r.id',
  sorts: { name: { sql: 'r.name', type: 'text' } },
  defaultSort: 'name',
});

/** Rows of imports; callers have found the import within their scope. One statement for any number of rows. */
@Injectable()
export class ImportRowRepository {
  constructor(private readonly database: Database) {}

  async insert(importId: string, rows: readonly ImportRow[]): Promise<void> {
    await this.database.execute(
      `insert into router_import_rows
         (import_id, id, name, profile, address, state, code, customer_id, subscription_id, account_id)
       select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[],
                                $9::uuid[], $10::uuid[])
       on conflict (import_id, name) do nothing`,
      [
        importId,
        rows.map((row) => row.id),
        rows.map((row) => row.name),
        rows.map((row) => row.profile),
        rows.map((row) => row.address),
        rows.map((row) => row.state),
        rows.map((row) => row.code),
        rows.map((row) => row.customerId),
        rows.map((row) => row.subscriptionId),
        rows.map((row) => row.accountId),
      ],
    );
  }

  /** The next rows of a state, in the order of the router. */
  async next(importId: string, state: RowState, limit: number): Promise<ImportRow[]> {
    return this.database.query(
      `select ${COLUMNS} from router_import_rows r where r.import_id = $1 and r.state = $2 order by r.id limit $3`,
      [importId, state, limit],
    );
  }

  /** Locks those that are still in a state, until the end of the transaction. */
  async lock(ids: readonly string[], state: RowState): Promise<ImportRow[]> {
    return this.database.query(
      `select ${COLUMNS} from router_import_rows r where r.id = any ($1::uuid[]) and r.state = $2 order by r.id for update`,
      [ids, state],
    );
  }

  async record(outcomes: readonly RowOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    await this.database.execute(
      `update router_import_rows r
          set state = o.state, code = o.code, detail = o.detail,
              customer_id = coalesce(o.customer_id, r.customer_id),
              subscription_id = coalesce(o.subscription_id, r.subscription_id),
              account_id = coalesce(o.account_id, r.account_id)
         from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::uuid[], $6::uuid[], $7::uuid[])
           as o (id, state, code, detail, customer_id, subscription_id, account_id)
        where r.id = o.id`,
      [
        outcomes.map((one) => one.id),
        outcomes.map((one) => one.state),
        outcomes.map((one) => one.code),
        outcomes.map((one) => JSON.stringify(one.detail ?? {})),
        outcomes.map((one) => one.customerId ?? null),
        outcomes.map((one) => one.subscriptionId ?? null),
        outcomes.map((one) => one.accountId ?? null),
      ],
    );
  }

  async page(importId: string, filter: ListRequest & { state?: RowState }): Promise<Page<ImportRow>> {
    const conditions = [condition('r.import_id = $?', importId)];
    if (filter.state !== undefined) conditions.push(condition('r.state = $?', filter.state));
    return list.page(this.database, filter, conditions);
  }

  /** Everything that did not come, for a spreadsheet. */
  async notImported(importId: string): Promise<ImportRow[]> {
    return this.database.query(
      `select ${COLUMNS} from router_import_rows r where r.import_id = $1 and r.state = 'FAILED' order by r.name`,
      [importId],
    );
  }
}
