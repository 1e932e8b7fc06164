import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, type ScopeCondition, ScopeFilter } from '@app/platform';
import { type DepositDirection, type DepositState, type ResellerDeposit } from '../domain/wallet';

export type NewDeposit = Pick<
  ResellerDeposit,
  | 'id'
  | 'direction'
  | 'expiresAt'
  | 'resellerId'
  | 'siteId'
  | 'amount'
  | 'currency'
  | 'method'
  | 'note'
  | 'requestedBy'
  | 'requestedByName'
  | 'createdAt'
>;

const SELECT = `select d.id, d.direction, d.expires_at as "expiresAt", d.reseller_id as "resellerId", d.site_id as "siteId", d.amount, d.currency, d.method, d.note,
  d.state, d.cash_account as "cashAccount", d.requested_by as "requestedBy", d.requested_by_name as "requestedByName",
  d.created_at as "createdAt", d.decided_by_name as "decidedByName", d.decided_at as "decidedAt",
  d.decision_note as "decisionNote" from reseller_deposits d`;

const list = new KeysetList<'createdAt'>({
  select: SELECT,
  id: 'd.id',
  sorts: { createdAt: { sql: 'd.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

export interface ResellerName {
  resellerName: string;
  timeZone: string;
}

/** Deposits that were asked for, in the actor's scope. */
@Injectable()
export class ResellerDepositRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async insert(deposit: NewDeposit): Promise<void> {
    await this.database.execute(
      `insert into reseller_deposits (id, reseller_id, site_id, amount, currency, method, note, requested_by,
         requested_by_name, created_at, direction, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[deposit.id, deposit.resellerId, deposit.siteId, deposit.amount, deposit.currency, deposit.method],
        ...[deposit.note, deposit.requestedBy, deposit.requestedByName, deposit.createdAt, deposit.direction],
        deposit.expiresAt,
      ],
    );
  }

  async page(request: ListRequest, resellerId: string, direction: DepositDirection): Promise<Page<ResellerDeposit>> {
    const conditions = [
      this.mine(),
      condition('d.reseller_id = $?', resellerId),
      condition('d.direction = $?', direction),
    ];
    return list.page<ResellerDeposit>(this.database, request, conditions);
  }

  /** One that is paid through a gateway, with the name of its reseller. */
  async findTopUp(id: string, { lock = false } = {}): Promise<(ResellerDeposit & ResellerName) | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select t.*, r.name as "resellerName", s.time_zone as "timeZone" from (
         ${SELECT} where d.id = $1 and d.method = 'GATEWAY' and ${mine} ${lock ? 'for update' : ''}) t
         join resellers r on r.id = t."resellerId" join sites s on s.id = t."siteId"`,
      parameters,
    );
  }

  /** Held until the transaction ends: of two who decide the second sees what the first did. */
  async lock(resellerId: string, id: string): Promise<ResellerDeposit | undefined> {
    const parameters: unknown[] = [id, resellerId];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `${SELECT} where d.id = $1 and d.reseller_id = $2 and ${mine} for update`,
      parameters,
    );
  }

  async decide(
    id: string,
    decision: {
      state: Exclude<DepositState, 'PENDING'>;
      cashAccount: string | null;
      by: string;
      byName: string;
      at: Date;
      note: string;
    },
  ): Promise<void> {
    const parameters: unknown[] = [
      ...[id, decision.state, decision.cashAccount, decision.by, decision.byName, decision.at, decision.note],
    ];
    const mine = this.mine().into(parameters);
    await this.database.execute(
      `update reseller_deposits d set state = $2, cash_account = $3, decided_by = $4, decided_by_name = $5, decided_at = $6,
              decision_note = $7 where d.id = $1 and d.state = 'PENDING' and ${mine}`,
      parameters,
    );
  }

  private mine(): ScopeCondition {
    return this.scope.ofReseller('d.reseller_id', 'd.site_id');
  }
}
