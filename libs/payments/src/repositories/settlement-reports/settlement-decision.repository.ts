import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';
import { type DifferingRow, type SettlementDecision } from '../../domain/settlement-reports/settlement-decision';

/** Decisions about lines of reports, within the actor's sites. */
@Injectable()
export class SettlementDecisionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** A line, locked until the transaction ends. */
  async lock(rowId: string): Promise<DifferingRow | undefined> {
    const parameters: unknown[] = [rowId];
    const mine = this.scope.site('g.site_id').into(parameters);
    return this.database.queryOne(
      `select r.id, r.report_id as "reportId", r.account_id as "accountId", g.site_id as "siteId",
              g.cash_account as "cashAccount", r.kind, r.state, r.merchant_order_id as "merchantOrderId", r.currency,
              r.gross_amount as gross, p.amount + p.fee_amount as booked, p.id as "paymentId",
              a.id as "attemptId", a.amount as asked, coalesce(p.customer_id, a.customer_id) as "customerId",
              r.suspense_id as "suspenseId"
         from settlement_rows r join gateway_accounts g on g.id = r.account_id left join payments p on p.id = r.payment_id
         left join payment_attempts a on a.id = r.attempt_id
        where r.id = $1 and ${mine} for no key update of r`,
      parameters,
    );
  }

  /** The line is dealt with, but for one whose money lies in SUSPENSE: it waits for another decision. */
  async insert(decision: SettlementDecision): Promise<void> {
    await this.database.execute(
      `with d as (
         insert into settlement_decisions (id, row_id, action, difference_amount, currency, customer_id, reversal_id,
                                           payment_id, refund_id, reason, decided_by, decided_by_name, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning row_id, action)
       update settlement_rows r set state = 'DECIDED' from d where r.id = d.row_id and d.action <> 'SUSPENSE'`,
      [
        ...[decision.id, decision.rowId, decision.action, decision.difference, decision.currency, decision.customerId],
        ...[decision.reversalId, decision.paymentId, decision.refundId, decision.reason, decision.decidedBy],
        ...[decision.decidedByName, decision.decidedAt],
      ],
    );
  }

  /** Where the money of a line lies; null: in SUSPENSE no more. */
  async keepSuspense(rowId: string, postingId: string | null): Promise<void> {
    await this.database.execute(`update settlement_rows set suspense_id = $2 where id = $1`, [rowId, postingId]);
  }

  /** Marks the fee of a line as booked by `postingId`. @returns the fee; zero when it was booked before */
  async takeFee(rowId: string, postingId: string): Promise<bigint> {
    const row = await this.database.queryOne<{ fee: bigint }>(
      `update settlement_rows set posting_id = $2 where id = $1 and posting_id is null and fee_amount <> 0
       returning fee_amount as fee`,
      [rowId, postingId],
    );
    return row?.fee ?? 0n;
  }
}
