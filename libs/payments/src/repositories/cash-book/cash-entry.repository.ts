import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest } from '@app/platform';
import { CollectorScope } from '../collectors/collector-scope';
import { type Hand } from '../remittances/remittance.repository';

export const CASH_ENTRY_STATES = ['PENDING', 'POSTED', 'REJECTED'] as const;
export type CashEntryState = (typeof CASH_ENTRY_STATES)[number];

/** Cash that went in or out of a desk for something else than a customer. */
export interface CashEntry {
  id: string;
  deskId: string;
  closingId: string | null;
  category: string;
  direction: 'IN' | 'OUT';
  state: CashEntryState;
  amount: bigint;
  currency: string;
  description: string;
  recordedAt: Date;
  recordedBy: string;
  recordedByName: string;
  decidedAt: Date | null;
  decidedByName: string | null;
  decisionNote: string;
  version: number;
}

export interface CashEntryFilter extends ListRequest {
  deskId?: string;
  state?: CashEntryState;
}

const SELECT = `select e.id, e.desk_id as "deskId", e.closing_id as "closingId", e.category, e.direction, e.state, e.amount,
    e.currency, e.description, e.recorded_at as "recordedAt", e.recorded_by as "recordedBy",
    e.recorded_by_name as "recordedByName", e.decided_at as "decidedAt", e.decided_by_name as "decidedByName",
    e.decision_note as "decisionNote", e.version
  from cash_entries e join cash_desks d on d.id = e.desk_id`;

const list = new KeysetList<'recordedAt'>({
  select: SELECT,
  id: 'e.id',
  sorts: { recordedAt: { sql: 'e.recorded_at', type: 'timestamptz' } },
  defaultSort: '-recordedAt',
});

/** Income and expenses of desks that people enter. */
@Injectable()
export class CashEntryRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: CollectorScope,
  ) {}

  async page(filter: CashEntryFilter): Promise<Page<CashEntry>> {
    const conditions: Condition[] = [this.scope.desk('d')];
    if (filter.deskId !== undefined) conditions.push(condition('e.desk_id = $?', filter.deskId));
    if (filter.state !== undefined) conditions.push(condition('e.state = $?', filter.state));
    return list.page<CashEntry>(this.database, filter, conditions);
  }

  async find(id: string): Promise<CashEntry | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.desk('d').into(parameters);
    return this.database.queryOne<CashEntry>(`${SELECT} where e.id = $1 and ${mine}`, parameters);
  }

  async insert(
    row: Omit<CashEntry, 'state' | 'decidedAt' | 'decidedByName' | 'decisionNote' | 'version'>,
  ): Promise<void> {
    await this.database.execute(
      `insert into cash_entries (id, desk_id, closing_id, category, direction, state, amount, currency, description,
                                 recorded_at, recorded_by, recorded_by_name)
       values ($1, $2, $3, $4, $5, 'PENDING', $6, $7, $8, $9, $10, $11)`,
      [
        ...[row.id, row.deskId, row.closingId, row.category, row.direction, row.amount, row.currency],
        ...[row.description, row.recordedAt, row.recordedBy, row.recordedByName],
      ],
    );
  }

  /** False when the version is stale or it is decided. */
  async decide(id: string, version: number, state: 'POSTED' | 'REJECTED', note: string, by: Hand): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update cash_entries set state = $3, decision_note = $4, decided_at = $5, decided_by = $6, decided_by_name = $7,
              version = version + 1 where id = $1 and version = $2 and state = 'PENDING'`,
      [id, version, state, note, by.at, by.id, by.name],
    );
    return affected === 1;
  }
}
