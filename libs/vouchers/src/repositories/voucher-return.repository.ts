import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type VoucherReturn, type VoucherReturnAction } from '../domain/voucher-return';

export interface VoucherReturnFilter extends ListRequest {
  /** True: only what nobody has decided; false: only what somebody has. */
  open?: boolean;
}

const RETURN = `select r.id, r.voucher_id as "voucherId", v.site_id as "siteId", v.code, v.state,
  v.first_login_at as "firstLoginAt", v.currency, v.sold_amount as "soldAmount", r.reason, r.raised_at as "raisedAt", r.action,
  r.decision_reason as "decisionReason", r.decided_by_name as "decidedByName", r.decided_at as "decidedAt"
  from voucher_returns r join vouchers v on v.id = r.voucher_id`;

const list = new KeysetList<'raisedAt'>({
  select: RETURN,
  id: 'r.id',
  sorts: { raisedAt: { sql: 'r.raised_at', type: 'timestamptz' } },
  defaultSort: '-raisedAt',
});

/** Used vouchers whose money went back, within the actor's sites. */
@Injectable()
export class VoucherReturnRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(filter: VoucherReturnFilter): Promise<Page<VoucherReturn>> {
    const conditions: Condition[] = [this.scope.site('v.site_id')];
    if (filter.open !== undefined) conditions.push(condition('(r.action is null) = $?', filter.open));
    return list.page<VoucherReturn>(this.database, filter, conditions);
  }

  async find(id: string): Promise<VoucherReturn | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('v.site_id').into(parameters);
    return this.database.queryOne(`${RETURN} where r.id = $1 and ${mine}`, parameters);
  }

  /** Nothing more for a voucher that is in the queue already: a chargeback may follow a refund. */
  async raise(facts: { id: string; voucherId: string; reason: string; at: Date }): Promise<void> {
    await this.database.execute(
      `insert into voucher_returns (id, voucher_id, reason, raised_at) values ($1, $2, $3, $4)
       on conflict (voucher_id) where action is null do nothing`,
      [facts.id, facts.voucherId, facts.reason, facts.at],
    );
  }

  /** The open one of a voucher is decided. @returns false when there is none */
  async decide(
    voucherId: string,
    decision: { action: VoucherReturnAction; reason: string; by: { id: string; name: string }; at: Date },
  ): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update voucher_returns set action = $2, decision_reason = $3, decided_by = $4, decided_by_name = $5, decided_at = $6
        where voucher_id = $1 and action is null`,
      [voucherId, decision.action, decision.reason, decision.by.id, decision.by.name, decision.at],
    );
    return affected === 1;
  }
}
