import { Injectable } from '@nestjs/common';
import { CoreErrors, decodeCursor, isLocalDate, isUuid, type LocalDate, type Page, pageOf } from '@app/core';
import { Database, type ListRequest, ScopeFilter } from '@app/platform';

export interface LedgerAccountRow {
  code: string;
  name: string;
  kind: 'ASSET' | 'LIABILITY' | 'INCOME' | 'EXPENSE';
}

/** One side of a transaction: positive is debit, negative credit, in booking units. */
export interface LedgerEntry {
  txnId: string;
  account: string;
  postedOn: LocalDate;
  occurredAt: Date;
  customerId: string | null;
  amount: bigint;
  currency: string;
  refType: string;
  refId: string;
}

export interface LedgerFilter {
  customerId?: string;
  account?: string;
  /** Posted on or after. */
  from?: LocalDate;
  /** Posted on or before. */
  to?: LocalDate;
}

@Injectable()
export class LedgerRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async accounts(): Promise<LedgerAccountRow[]> {
    return this.database.query(`select code, name, kind from ledger_accounts order by code`);
  }

  async hasAccount(code: string): Promise<boolean> {
    return (
      (await this.database.queryOne(`select 1 as found from ledger_accounts where code = $1`, [code])) !== undefined
    );
  }

  /** False when the code is taken. */
  async insertAccount({ code, name, kind }: LedgerAccountRow): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into ledger_accounts (code, name, kind) values ($1, $2, $3) on conflict (code) do nothing`,
      [code, name, kind],
    );
    return affected === 1;
  }

  /** Newest first, by keyset. Somebody who may not see every site sees the entries of his customers. */
  async page(request: ListRequest, filter: LedgerFilter): Promise<Page<LedgerEntry>> {
    const [day, txn, account] = positionOf(request.cursor);
    const parameters: unknown[] = [
      filter.customerId ?? null,
      filter.account ?? null,
      filter.from ?? null,
      filter.to ?? null,
      day,
      txn,
      account,
      request.limit + 1,
    ];
    const mine = this.scope.customerOf('e.customer_id').into(parameters);
    const rows = await this.database.query<LedgerEntry>(
      `select e.txn_id as "txnId", e.account, e.posted_on as "postedOn", t.occurred_at as "occurredAt",
              e.customer_id as "customerId", e.amount, e.currency, t.ref_type as "refType", t.ref_id as "refId"
         from ledger_entries e join ledger_transactions t on t.id = e.txn_id
        where ($1::uuid is null or e.customer_id = $1) and ($2::text is null or e.account = $2)
          and ($3::date is null or e.posted_on >= $3) and ($4::date is null or e.posted_on <= $4)
          and ($5::date is null or (e.posted_on, e.txn_id, e.account) < ($5, $6::uuid, $7::text))
          and ${mine}
        order by e.posted_on desc, e.txn_id desc, e.account desc limit $8`,
      parameters,
    );
    return pageOf(rows, request.limit, (row) => [row.postedOn, row.txnId, row.account]);
  }
}

function positionOf(cursor: string | undefined): readonly (string | null)[] {
  if (cursor === undefined) return [null, null, null];
  const [day, txn, account] = decodeCursor(cursor, 3).map(String);
  if (!isLocalDate(day ?? '') || !isUuid(txn ?? '')) throw CoreErrors.INVALID_CURSOR();
  return [day ?? null, txn ?? null, account ?? null];
}
