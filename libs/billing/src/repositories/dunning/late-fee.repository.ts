import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import {
  bindParameters,
  type Condition,
  condition,
  Database,
  HOT,
  KeysetList,
  type ListRequest,
  ScopeFilter,
} from '@app/platform';
import { type LateFeeRule } from '../../domain/dunning/late-fee';
import { type DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';
import { invoicesOf } from './policy-group.sql';

/** An invoice that earned a fee which nobody raised yet. Amounts in booking units. */
export interface LateInvoice {
  invoiceId: string;
  number: string;
  siteId: string;
  customerId: string;
  timeZone: string;
  currency: string;
  dueOn: LocalDate;
  remaining: bigint;
  raised: number;
}

/** A fee to write; its key is (invoice, LATE, n). */
export interface NewLateFee extends Pick<LateInvoice, 'invoiceId' | 'siteId' | 'customerId' | 'currency'> {
  n: number;
  amount: bigint;
  on: LocalDate;
  description: string;
  taxCode: string;
}

export interface LateFeeRow {
  /** Of the charge. */
  id: string;
  invoiceId: string;
  invoiceNumber: string | null;
  siteId: string;
  customerId: string;
  feeNo: number;
  amount: bigint;
  currency: string;
  chargedOn: LocalDate;
  raisedAt: Date;
  /** `PENDING`: waits for the next invoice; `INVOICED`; `CANCELLED`. */
  chargeState: string;
  chargedInvoiceId: string | null;
  reversedAt: Date | null;
  reversal: string | null;
}

export interface LateFeeFilter {
  customerId?: string | undefined;
  invoiceId?: string | undefined;
}

const SELECT = `select f.charge_id as id, f.invoice_id as "invoiceId", i.number as "invoiceNumber", i.site_id as "siteId",
  i.customer_id as "customerId", f.fee_no as "feeNo", f.fee_amount as amount, f.currency, f.charged_on as "chargedOn",
  f.raised_at as "raisedAt", c.state as "chargeState", c.invoice_id as "chargedInvoiceId", f.reversed_at as "reversedAt",
  f.reversal from late_fees f join invoices i on i.id = f.invoice_id join charges c on c.id = f.charge_id`;

const list = new KeysetList<'raisedAt'>({
  select: SELECT,
  id: 'f.charge_id',
  sorts: { raisedAt: { sql: 'f.raised_at', type: 'timestamptz' } },
  defaultSort: '-raisedAt',
});

const REMAINING = 'i.total_amount - i.paid_amount - i.credited_amount';

@Injectable()
export class LateFeeRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(request: ListRequest, filter: LateFeeFilter): Promise<Page<LateFeeRow>> {
    const conditions: Condition[] = [this.scope.customer('i.customer_id', 'i.site_id')];
    if (filter.customerId !== undefined) conditions.push(condition('i.customer_id = $?', filter.customerId));
    if (filter.invoiceId !== undefined) conditions.push(condition('f.invoice_id = $?', filter.invoiceId));
    return list.page(this.database, request, conditions);
  }

  async find(chargeId: string): Promise<LateFeeRow | undefined> {
    const parameters: unknown[] = [chargeId];
    const mine = this.scope.customer('i.customer_id', 'i.site_id').into(parameters);
    return this.database.queryOne(`${SELECT} where f.charge_id = $1 and ${mine}`, parameters);
  }

  /**
   * Invoices of one policy that have earned more fees than they got, above the tolerance; invoices of nothing but late fees
   * earn none.
   *
   * @param customerIds only these accounts; null: all, at most `most`
   */
  async late(
    { group, rule, book }: { group: PolicyGroup; rule: LateFeeRule; book: DunningRuleBook },
    asOf: Date,
    customerIds: readonly string[] | null,
    most: number,
  ): Promise<LateInvoice[]> {
    const parameters: unknown[] = [asOf, rule.graceDays, rule.everyDays ?? null, rule.times ?? null, customerIds];
    parameters.push(group.policy.accessTolerance, most);
    const mine = bindParameters(invoicesOf(group, book), parameters);
    return this.database.query(
      `select i.id as "invoiceId", i.number, i.site_id as "siteId", i.customer_id as "customerId",
              a.time_zone as "timeZone", i.currency, i.due_on as "dueOn", ${REMAINING} as remaining, f.raised
         from invoices i
         join billing_accounts a on a.customer_id = i.customer_id
        cross join lateral (select count(*)::int as raised from late_fees f where f.invoice_id = i.id) f
        cross join lateral (select ($1::timestamptz at time zone a.time_zone)::date - i.due_on - $2::int - 1 as days) late
        where i.status = 'OPEN' and ${REMAINING} > $6::bigint and ${mine}
          and ($5::uuid[] is null or i.customer_id = any ($5::uuid[]))
          and i.due_on < ($1::timestamptz)::date - $2::int + 1 and late.days >= 0
          and f.raised < least(coalesce(late.days / nullif($3::int, 0), 0) + 1, coalesce($4::int, 1000000))
          and exists (select from invoice_lines l where l.invoice_id = i.id and l.kind <> 'LATE_FEE')
        order by i.customer_id, i.id limit $7`,
      parameters,
    );
  }

  /** Writes charges that wait, and the fees that they stand for; those of a key that is taken are left out. */
  async raise(fees: readonly NewLateFee[], at: Date, by: string): Promise<{ chargeId: string; fee: NewLateFee }[]> {
    if (fees.length === 0) return [];
    const keyOf = ({ invoiceId, n }: { invoiceId: string; n: number }): string => `LATE:${invoiceId}:${n}`;
    const rows = await this.database.query<{ chargeId: string; invoiceId: string; n: number }>(
      `with n as (
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
                  $9::date[], $10::uuid[], $11::int[])
           as n (id, site_id, customer_id, source_key, description, amount, currency, tax_code, charged_on, invoice_id, fee_no)
       ), c as (
         insert into charges (id, site_id, customer_id, kind, source_key, description, unit_price_amount, currency, tax_code,
                              revenue_account, bill_after, created_by, created_at)
         select id, site_id, customer_id, 'LATE_FEE', source_key, description, amount, currency, tax_code, 'LATE_FEE',
                charged_on, $13, $12 from n
         on conflict (source_key) do nothing returning id
       )
       insert into late_fees (invoice_id, fee_no, charge_id, fee_amount, currency, charged_on, raised_at)
       select n.invoice_id, n.fee_no, n.id, n.amount, n.currency, n.charged_on, $12 from n join c using (id)
       returning charge_id as "chargeId", invoice_id as "invoiceId", fee_no as n`,
      [
        fees.map(() => uuidv7()),
        fees.map((fee) => fee.siteId),
        fees.map((fee) => fee.customerId),
        fees.map(keyOf),
        fees.map((fee) => fee.description),
        fees.map((fee) => fee.amount),
        fees.map((fee) => fee.currency),
        fees.map((fee) => fee.taxCode),
        fees.map((fee) => fee.on),
        fees.map((fee) => fee.invoiceId),
        fees.map((fee) => fee.n),
        at,
        by,
      ],
    );
    const byKey = new Map(fees.map((fee) => [keyOf(fee), fee]));
    return rows.flatMap((row) => {
      const fee = byKey.get(keyOf(row));
      return fee ? [{ chargeId: row.chargeId, fee }] : [];
    });
  }

  /** Fees of settled invoices that still stand. */
  async standing(invoiceIds: readonly string[]): Promise<{ id: string; raisedAt: Date }[]> {
    return this.database.query(
      `select f.charge_id as id, f.raised_at as "raisedAt" from late_fees f join invoices i on i.id = f.invoice_id
        where f.invoice_id = any ($1::uuid[]) and i.status = 'PAID' and f.reversed_at is null
        order by f.charge_id`,
      [invoiceIds],
    );
  }

  /** Fees of a void invoice that still stand. */
  async ofVoid(invoiceId: string): Promise<{ id: string }[]> {
    return this.database.query(
      `select f.charge_id as id from late_fees f join invoices i on i.id = f.invoice_id
        where f.invoice_id = $1 and i.status = 'VOID' and f.reversed_at is null order by f.charge_id`,
      [invoiceId],
    );
  }

  async charged(invoiceIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct f.invoice_id as id from late_fees f where f.invoice_id = any ($1::uuid[]) and f.reversed_at is null`,
      [invoiceIds],
      HOT,
    );
    return rows.map((row) => row.id);
  }

  /** False when it is reversed already. The charge is cancelled where it still waits. */
  async reverse(chargeId: string, reversal: string, at: Date): Promise<boolean> {
    const row = await this.database.queryOne(
      `with f as (
         update late_fees set reversed_at = $3, reversal = $2 where charge_id = $1 and reversed_at is null returning charge_id
       ), c as (
         update charges set state = 'CANCELLED', version = version + 1
          where id = (select charge_id from f) and state = 'PENDING'
       ) select charge_id from f`,
      [chargeId, reversal, at],
    );
    return row !== undefined;
  }

  /** The invoice line of a fee that was invoiced, as it can be given back. */
  async lineOf(chargeId: string): Promise<{ invoiceId: string; lineId: string; net: bigint; tax: bigint } | undefined> {
    return this.database.queryOne(
      `select l.invoice_id as "invoiceId", l.id as "lineId", l.net_amount as net, l.tax_amount as tax
         from charges c join invoice_lines l on l.invoice_id = c.invoice_id and l.charge_code = 'CHARGE:' || c.id
        where c.id = $1 and c.state = 'INVOICED'`,
      [chargeId],
    );
  }
}
