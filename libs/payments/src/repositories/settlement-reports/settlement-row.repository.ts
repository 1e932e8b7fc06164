import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { condition, type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type SettlementRow, type SettlementState } from '../../domain/settlement-reports/settlement-row';
import {
  type ComparedRow,
  type ComparedSum,
  type UnsettledPayment,
} from '../../domain/settlement-reports/settlement-report';

/** Lines that were booked together. */
export interface FeeBatch {
  count: number;
  fee: bigint;
}

const COLUMNS = `r.id, r.row_no as "rowNo", r.kind, r.state, r.merchant_order_id as "merchantOrderId",
  r.provider_ref as "providerRef", r.currency, r.gross_amount as gross, r.fee_amount as fee, r.net_amount as net,
  coalesce(p.amount + p.fee_amount, a.amount) as expected, r.channel, r.paid_on as "paidOn", r.settled_on as "settledOn", r.attempt_id as "attemptId",
  r.payment_id as "paymentId", r.suspense_id is not null as "isInSuspense", d.action as decision`;

const JOINS = `from settlement_rows r left join payment_attempts a on a.id = r.attempt_id
  left join payments p on p.id = r.payment_id
  left join settlement_decisions d on d.row_id = r.id and (d.action = 'SUSPENSE') = (r.state <> 'DECIDED')`;

/** Lines that wait for something; the same words as in `ix_settlement_rows_open`. */
const OPEN = `state <> 'DECIDED' and (state <> 'MATCHED' or posting_id is null)`;

const list = new KeysetList<'rowNo'>({
  select: `select ${COLUMNS} ${JOINS}`,
  id: 'r.id',
  sorts: { rowNo: { sql: 'r.row_no', type: 'integer' } },
  defaultSort: 'rowNo',
});

const unsettled = new KeysetList<'receivedAt'>({
  select: `select p.id, p.number, a.account_id as "accountId", a.merchant_order_id as "merchantOrderId", p.currency,
      a.amount, p.received_at as "receivedAt" from payments p join payment_attempts a on a.id = p.attempt_id`,
  id: 'p.id',
  sorts: { receivedAt: { sql: 'p.received_at', type: 'timestamptz' } },
  defaultSort: 'receivedAt',
});

/** Lines of reports and how they compare. The caller has found their report or account within the actor's scope. */
@Injectable()
export class SettlementRowRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @returns how many were new; the others an earlier report told of */
  async insert(
    report: { id: string; accountId: string },
    currency: string,
    rows: readonly SettlementRow[],
  ): Promise<number> {
    const columns = <T>(read: (row: SettlementRow) => T): T[] => rows.map(read);
    const { affected } = await this.database.execute(
      `insert into settlement_rows (id, report_id, account_id, currency, row_no, row_key, kind, merchant_order_id,
                                    provider_ref, gross_amount, fee_amount, net_amount, channel, paid_on, settled_on)
       select u.id, $1, $2, $3, u.row_no, u.row_key, u.kind, u.order_id, u.ref, u.gross, u.fee, u.net, u.channel, u.paid,
              u.settled
         from unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bigint[],
                     $12::bigint[], $13::text[], $14::date[], $15::date[])
           as u (id, row_no, row_key, kind, order_id, ref, gross, fee, net, channel, paid, settled)
       on conflict (account_id, row_key) do nothing`,
      [
        ...[report.id, report.accountId, currency, columns(() => uuidv7()), columns((row) => row.rowNo)],
        ...[columns((row) => row.key), columns((row) => row.kind), columns((row) => row.merchantOrderId)],
        ...[columns((row) => row.providerRef), columns((row) => row.gross), columns((row) => row.fee)],
        ...[columns((row) => row.net), columns((row) => row.channel), columns((row) => row.paidOn)],
        columns((row) => row.settledOn),
      ],
    );
    return affected;
  }

  /**
   * Compares every line of the account that does not match yet; one statement.
   *
   * @returns reports of which a line changed
   */
  async compare(account: { id: string; gateway: string }): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `update settlement_rows r set attempt_id = x.attempt_id, payment_id = x.payment_id, state = x.state
         from (select r.id, a.id as attempt_id, p.id as payment_id,
                 case when p.id is null then 'UNKNOWN_HERE'
                      when r.kind <> 'PAYMENT' then case when exists (
                        select from refunds f where f.payment_id = p.id and f.state = 'DONE'
                           and f.refund_amount = -r.gross_amount) then 'MATCHED' else 'UNKNOWN_HERE' end
                      when r.row_key like '%#%' then 'UNKNOWN_HERE'
                      when r.gross_amount = p.amount + p.fee_amount then 'MATCHED'
                      else 'AMOUNT_DIFFERS' end as state
                 from settlement_rows r
                 left join payment_attempts o on o.gateway = $2 and o.account_id = $1
                   and o.merchant_order_id = r.merchant_order_id
                 left join payment_attempts b on o.id is null and b.gateway = $2 and b.account_id = $1
                   and b.provider_ref = r.provider_ref
                 left join payment_attempts a on a.id = coalesce(o.id, b.id)
                 left join payments p on p.attempt_id = a.id
                where r.account_id = $1 and r.state not in ('MATCHED', 'DECIDED') and r.kind <> 'PAYOUT') x
        where r.id = x.id
          and (r.attempt_id, r.payment_id, r.state) is distinct from (x.attempt_id, x.payment_id, x.state)
       returning r.report_id as id`,
      [account.id, account.gateway],
    );
    return [...new Set(rows.map(({ id }) => id))];
  }

  /** Of these reports, the ones of which every line is understood, and matches or is decided. */
  async settled(reportIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select t.id from settlement_reports t
        where t.id = any ($1::uuid[]) and t.bad_rows = '[]'
          and not exists (select from settlement_rows r
                           where r.report_id = t.id and r.state not in ('MATCHED', 'DECIDED'))`,
      [reportIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Accounts with lines that do not match, or whose fees are not booked. */
  async openAccounts(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct account_id as id from settlement_rows where ${OPEN}`,
    );
    return rows.map(({ id }) => id);
  }

  /** Asks the gateway about attempts that it settled and we have no payment of. @returns how many */
  async askAbout(accountId: string, maxChecks: number): Promise<number> {
    const { affected } = await this.database.execute(
      `update payment_attempts a set next_check_at = app_now(), checks = least(a.checks, $2 - 1)
         from settlement_rows r
        where r.account_id = $1 and r.kind = 'PAYMENT' and r.state = 'UNKNOWN_HERE' and r.attempt_id = a.id
          and a.state in ('CREATING', 'PENDING', 'UNKNOWN', 'CANCELLED', 'EXPIRED', 'FAILED')
          and a.next_check_at is distinct from app_now()`,
      [accountId, maxChecks],
    );
    return affected;
  }

  /** Payments of ours that a report says went back, and our books do not. */
  async unbookedReturns(reportId: string): Promise<{ rowId: string; attemptId: string }[]> {
    return this.database.query(
      `select id as "rowId", attempt_id as "attemptId" from settlement_rows
        where report_id = $1 and kind in ('REFUND', 'CHARGEBACK') and state = 'UNKNOWN_HERE' and payment_id is not null
          and attempt_id is not null`,
      [reportId],
    );
  }

  /** Marks every line that is in our books and whose fee is not, as booked by `postingId`. */
  async takeFees(accountId: string, postingId: string): Promise<FeeBatch> {
    const row = await this.database.queryOne<FeeBatch>(
      `with taken as (
         update settlement_rows set posting_id = $2
          where account_id = $1 and posting_id is null and kind <> 'PAYOUT' and state in ('MATCHED', 'AMOUNT_DIFFERS')
         returning fee_amount)
       select count(*)::int as count, coalesce(sum(fee_amount), 0)::bigint as fee from taken`,
      [accountId, postingId],
    );
    return row ?? { count: 0, fee: 0n };
  }

  /** Takes lines out of SUSPENSE whose payment came after all. @returns their sum */
  async takeSuspense(accountId: string): Promise<bigint> {
    const row = await this.database.queryOne<{ amount: bigint }>(
      `with taken as (
         update settlement_rows set suspense_id = null
          where account_id = $1 and suspense_id is not null and state in ('MATCHED', 'AMOUNT_DIFFERS')
         returning gross_amount)
       select coalesce(sum(gross_amount), 0)::bigint as amount from taken`,
      [accountId],
    );
    return row?.amount ?? 0n;
  }

  /** Payouts that a report tells of and nobody recorded. */
  async newPayouts(accountId: string): Promise<(ComparedRow & { rowKey: string })[]> {
    return this.database.query(
      `select ${COLUMNS}, r.row_key as "rowKey" ${JOINS}
        where r.account_id = $1 and r.kind = 'PAYOUT' and r.state not in ('MATCHED', 'DECIDED') order by r.row_no for no key update of r`,
      [accountId],
    );
  }

  async settlePayout(rowId: string, state: SettlementState, postingId: string | null): Promise<void> {
    await this.database.execute(`update settlement_rows set state = $2, posting_id = $3 where id = $1`, [
      ...[rowId, state, postingId],
    ]);
  }

  /** What the report came to, by kind and outcome. */
  async sums(reportId: string): Promise<ComparedSum[]> {
    return this.database.query(
      `select kind, state, currency, count(*)::int as count, sum(gross_amount)::bigint as gross, sum(fee_amount)::bigint as fee,
              sum(net_amount)::bigint as net
         from settlement_rows where report_id = $1 group by 1, 2, 3 order by 1, 2, 3`,
      [reportId],
    );
  }

  async page(reportId: string, request: ListRequest, state: SettlementState | undefined): Promise<Page<ComparedRow>> {
    const conditions: Condition[] = [condition('r.report_id = $?', reportId)];
    if (state !== undefined) conditions.push(condition('r.state = $?', state));
    return list.page(this.database, request, conditions);
  }

  /** Payments of gateways that no report has named, received before an instant, oldest first. */
  async notSettled(request: ListRequest, accountId: string | undefined, before: Date): Promise<Page<UnsettledPayment>> {
    const conditions: Condition[] = [
      this.scope.customer('p.customer_id', 'p.site_id'),
      condition(`p.method = 'GATEWAY' and p.received_at < $?`, before),
      condition(`not exists (select from settlement_rows s where s.payment_id = p.id and s.kind = 'PAYMENT')`),
    ];
    if (accountId !== undefined) conditions.push(condition('a.account_id = $?', accountId));
    return unsettled.page(this.database, request, conditions);
  }
}
