import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type GatewayPayout } from '../../domain/settlement-reports/settlement-report';

const COLUMNS = `p.id, p.account_id as "accountId", p.reference, p.currency, p.paid_amount as amount,
  p.bank_account as "bankAccount", p.paid_on as "paidOn", p.note, p.recorded_by as "recordedBy",
  p.recorded_at as "recordedAt"`;

const list = new KeysetList<'paidOn'>({
  select: `select ${COLUMNS} from gateway_payouts p join gateway_accounts g on g.id = p.account_id`,
  id: 'p.id',
  sorts: { paidOn: { sql: 'p.paid_on', type: 'date' } },
  defaultSort: '-paidOn',
});

/** Money that gateways sent to banks. */
@Injectable()
export class GatewayPayoutRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** False, with nothing written, when the account has a payout of this reference. */
  async insert(payout: GatewayPayout, rowId: string | null): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into gateway_payouts (id, account_id, reference, currency, paid_amount, bank_account, paid_on, row_id, note,
                                    recorded_by, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (account_id, reference) do nothing`,
      [
        ...[payout.id, payout.accountId, payout.reference, payout.currency, payout.amount, payout.bankAccount],
        ...[payout.paidOn, rowId, payout.note, payout.recordedBy, payout.recordedAt],
      ],
    );
    return affected === 1;
  }

  async byReference(accountId: string, reference: string): Promise<GatewayPayout | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS} from gateway_payouts p where p.account_id = $1 and p.reference = $2`,
      [accountId, reference],
    );
  }

  async page(request: ListRequest, accountId: string | undefined): Promise<Page<GatewayPayout>> {
    const conditions: Condition[] = [this.scope.site('g.site_id')];
    if (accountId !== undefined) conditions.push(condition('p.account_id = $?', accountId));
    return list.page(this.database, request, conditions);
  }
}
