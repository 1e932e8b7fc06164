import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

export interface ProofRow {
  invariant: string;
  what: string;
  violations: number;
  /** Up to five ids or names that break it. */
  samples: string[];
}

/** Rows that break an invariant, each as `(invariant, what, id)`; numbered as in billing.md 4.3. */
const CHECKS = [
  `select 'I1', 'two lines for one subscription, period and charge', subscription_id::text from invoice_lines
    where subscription_id is not null and not voided group by subscription_id, period_start, charge_code having count(*) > 1`,
  `select 'I2', 'periods overlap', subscription_id::text from chain where next_start < period_end`,
  `select 'I2', 'a period was skipped', c.subscription_id::text from chain c join subscriptions s on s.id = c.subscription_id
    where c.period_end < coalesce(c.next_start, s.next_period_start)
      and coalesce((select pp.price_amount from plan_prices pp where pp.plan_id = s.plan_id and pp.valid_from <= c.period_end
                     order by pp.valid_from desc limit 1), 0) > 0`,
  `select 'I2', 'the first period was skipped', s.id::text from subscriptions s
     left join (select subscription_id, min(period_start) as first from chain group by subscription_id) f
       on f.subscription_id = s.id
    where s.next_period_start > s.started_on and coalesce(f.first, s.next_period_start) > s.started_on
      and coalesce((select pp.price_amount from plan_prices pp where pp.plan_id = s.plan_id and pp.valid_from <= s.started_on
                     order by pp.valid_from desc limit 1), 0) > 0`,
  `select 'I2', 'billed beyond the pointer', c.subscription_id::text from chain c join subscriptions s on s.id = c.subscription_id
    where c.next_start is null and c.period_end > s.next_period_start`,
  `select 'I3', 'numbers of a series have a gap', coalesce(i.series, n.series) from (
      select series, count(*) as total, max(seq) as top from invoices group by series) i
     full join (select * from number_series where series like 'INV/%') n on n.series = i.series
    where i.total is distinct from i.top or coalesce(i.top, 0) is distinct from coalesce(n.last_no, 0)`,
  `select 'I4', 'a transaction does not balance', txn_id::text from ledger_entries group by txn_id having sum(amount) <> 0`,
  `select 'I4', 'receivable differs from open invoices', customer_id::text from (
      select customer_id, sum(amount) as diff from (
        select customer_id, amount from ledger_entries where account = 'AR'
        union all
        select customer_id, -(total_amount - paid_amount - credited_amount) from invoices
         where status not in ('DRAFT', 'VOID', 'UNCOLLECTIBLE')
      ) x group by customer_id) y where diff <> 0`,
  `select 'I4', 'deposit differs from the ledger', customer_id::text from (
      select customer_id, sum(amount) as diff from (
        select customer_id, amount from ledger_entries where account = 'DEPOSIT'
        union all
        select customer_id, deposit_amount from billing_accounts where deposit_amount <> 0
      ) x group by customer_id) y where diff <> 0`,
  `select 'I4', 'credit balance differs from the ledger', customer_id::text from (
      select customer_id, sum(amount) as diff from (
        select customer_id, amount from ledger_entries where account = 'CREDIT_BALANCE'
        union all
        select customer_id, credit_amount from billing_accounts where credit_amount <> 0
      ) x group by customer_id) y where diff <> 0`,
  `select 'I4', 'an invoice is not posted', i.id::text from invoices i
     left join ledger_transactions t on t.ref_type = 'INVOICE' and t.ref_id = i.id
    where t.id is null and i.total_amount <> 0`,
  `select 'I5', 'paid and credited exceed the total', id::text from invoices
    where paid_amount < 0 or credited_amount < 0 or paid_amount + credited_amount > total_amount`,
  `select 'I5', 'paid in state but not in amount', id::text from invoices
    where (status = 'PAID') <> (paid_amount + credited_amount = total_amount) and status in ('OPEN', 'PAID')`,
  `select 'I5', 'lines differ from the invoice', i.id::text from invoices i
     left join (select invoice_id, sum(net_amount) as net, sum(tax_amount) as tax from invoice_lines group by invoice_id) l
       on l.invoice_id = i.id
    where l.net is distinct from i.net_amount or l.tax is distinct from i.tax_amount`,
  `select 'I7', 'a final document was changed', id::text from invoices
    where status <> 'DRAFT' and content_hash is distinct from invoice_hash(number, customer_id, currency, net_amount,
      tax_amount, total_amount, issued_on, due_on, customer, issuer, sha256(convert_to(invoice_lines_text(id), 'UTF8')))`,
];

/** The books, proved by SQL. */
@Injectable()
export class LedgerProofRepository {
  constructor(private readonly database: Database) {}

  /** Every check in one statement, so that all of them see the same moment. Rows only where something is wrong. */
  async violations(): Promise<ProofRow[]> {
    return this.database.query(
      `with chain as (
         select subscription_id, period_start, period_end,
                lead(period_start) over (partition by subscription_id order by period_start) as next_start
           from invoice_lines where subscription_id is not null and charge_code = 'RECURRING'
       ), found (invariant, what, id) as (
         ${CHECKS.map((check) => `(${check})`).join('\n union all \n')}
       )
       select invariant, what, count(*)::int as violations, (array_agg(id order by id))[1:5] as samples
         from found group by invariant, what order by invariant, what`,
    );
  }

  /** How much was looked at. */
  async sizes(): Promise<{ invoices: number; lines: number; entries: number; sum: bigint }> {
    const row = await this.database.queryOne<{ invoices: number; lines: number; entries: number; sum: bigint }>(
      `select (select count(*)::int from invoices) as invoices, (select count(*)::int from invoice_lines) as lines,
              (select count(*)::int from ledger_entries) as entries,
              (select coalesce(sum(amount), 0)::bigint from ledger_entries) as sum`,
    );
    if (!row) throw new Error('no figures');
    return row;
  }
}
