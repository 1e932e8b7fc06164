import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest } from '@app/platform';
import { CollectorScope } from '../collectors/collector-scope';

/** What a collector earned by a remittance; negative: taken back with a reversal. */
export interface CollectorAccrual {
  id: string;
  collectorId: string;
  remittanceId: string | null;
  reversalId: string | null;
  base: bigint;
  rateBp: number;
  amount: bigint;
  currency: string;
  accruedAt: Date;
}

export interface CollectorPayout {
  id: string;
  collectorId: string;
  deskId: string;
  amount: bigint;
  currency: string;
  note: string;
  paidAt: Date;
  paidBy: string;
  paidByName: string;
}

const list = new KeysetList<'accruedAt'>({
  select: `select a.id, a.collector_id as "collectorId", a.remittance_id as "remittanceId", a.reversal_id as "reversalId",
      a.base_amount as base, a.rate_bp as "rateBp", a.amount, a.currency, a.accrued_at as "accruedAt"
    from collector_commissions a join collectors c on c.id = a.collector_id`,
  id: 'a.id',
  sorts: { accruedAt: { sql: 'a.accrued_at', type: 'timestamptz' } },
  defaultSort: '-accruedAt',
});

/** Commission of collectors. Writes happen under the collector's lock. */
@Injectable()
export class CollectorCommissionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: CollectorScope,
  ) {}

  async page(request: ListRequest, collectorId: string): Promise<Page<CollectorAccrual>> {
    return list.page<CollectorAccrual>(this.database, request, [
      this.scope.collector('c'),
      condition('a.collector_id = $?', collectorId),
    ]);
  }

  /** The curve so far, of one rate. */
  async curve(collectorId: string, rateBp: number): Promise<{ base: bigint; accrued: bigint }> {
    const row = await this.database.queryOne<{ base: bigint; accrued: bigint }>(
      `select coalesce(sum(base_amount), 0)::bigint as base, coalesce(sum(amount), 0)::bigint as accrued
         from collector_commissions where collector_id = $1 and rate_bp = $2`,
      [collectorId, rateBp],
    );
    return row ?? { base: 0n, accrued: 0n };
  }

  async rateOf(remittanceId: string): Promise<number | undefined> {
    const row = await this.database.queryOne<{ rate: number }>(
      'select rate_bp as rate from collector_commissions where remittance_id = $1',
      [remittanceId],
    );
    return row?.rate;
  }

  async insert(row: CollectorAccrual): Promise<void> {
    await this.database.execute(
      `insert into collector_commissions (id, collector_id, remittance_id, reversal_id, base_amount, rate_bp, amount,
                                          currency, accrued_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[row.id, row.collectorId, row.remittanceId, row.reversalId, row.base, row.rateBp, row.amount],
        ...[row.currency, row.accruedAt],
      ],
    );
  }

  /** Earned and not paid. */
  async owed(collectorId: string): Promise<{ accrued: bigint; paid: bigint }> {
    const row = await this.database.queryOne<{ accrued: bigint; paid: bigint }>(
      `select (select coalesce(sum(amount), 0) from collector_commissions where collector_id = $1)::bigint as accrued,
              (select coalesce(sum(amount), 0) from collector_commission_payouts where collector_id = $1)::bigint as paid`,
      [collectorId],
    );
    return row ?? { accrued: 0n, paid: 0n };
  }

  async insertPayout(row: CollectorPayout): Promise<void> {
    await this.database.execute(
      `insert into collector_commission_payouts (id, collector_id, desk_id, amount, currency, note, paid_at, paid_by,
                                                 paid_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[row.id, row.collectorId, row.deskId, row.amount, row.currency, row.note, row.paidAt, row.paidBy],
        row.paidByName,
      ],
    );
  }
}
