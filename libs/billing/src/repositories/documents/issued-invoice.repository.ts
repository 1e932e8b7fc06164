import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type Bill, type BillLine } from '../../domain/bill-planner';
import { type Settled } from '../../domain/documents/finalise';
import { revenueAccountOf } from '../../domain/ledger-posting';
import { plainArray } from '../plain-array';

/** A bill that is about to become an invoice. */
export interface InvoiceToWrite {
  id: string;
  bill: Bill;
  series: string;
  seq: bigint;
  number: string;
  settled: Settled;
  /** Names and addresses as they are today, as JSON text (billing.md 1.8). */
  customer: string;
  issuer: string;
  linesDigest: Buffer;
  replacesInvoiceId: string | null;
}

/** Set-based writes of invoices: one statement per table, however many there are. */
@Injectable()
export class IssuedInvoiceRepository {
  constructor(private readonly database: Database) {}

  /** Bill keys that these customers have already, out of the given ones and their numbered repeats. */
  async keysInUse(bills: readonly Bill[]): Promise<Set<string>> {
    const rows = await this.database.query<{ customerId: string; billKey: string }>(
      `select i.customer_id as "customerId", i.bill_key as "billKey"
         from unnest($1::uuid[], $2::text[]) as w (customer_id, bill_key)
         join invoices i on i.customer_id = w.customer_id
          and (i.bill_key = w.bill_key or starts_with(i.bill_key, w.bill_key || ':'))`,
      [bills.map((bill) => bill.account.customerId), bills.map((bill) => bill.billKey)],
      HOT,
    );
    return new Set(rows.map((row) => `${row.customerId} ${row.billKey}`));
  }

  /** @param runId the billing run that they come from; null: something else issued them */
  async insertInvoices(runId: string | null, issuedAt: Date, invoices: readonly InvoiceToWrite[]): Promise<void> {
    const bills = invoices.map((invoice) => invoice.bill);
    await this.database.execute(
      `insert into invoices (run_id, created_at, id, site_id, customer_id, series, seq, number, bill_key, currency, net_amount,
              tax_amount, total_amount, discount_amount, paid_amount, status, closed_at, paid_on, issued_on, due_on, overdue_at,
              isolir_at, customer, issuer, replaces_invoice_id, content_hash)
       select $1, $2::timestamptz, id, site_id, customer_id, series, seq, number, bill_key, currency, net, tax, net + tax, discount,
              paid,
              case paid when net + tax then 'PAID' else 'OPEN' end, case paid when net + tax then $2::timestamptz end,
              case when paid > 0 then issued_on end, issued_on, due_on, overdue_at, isolir_at, customer, issuer, replaces,
              invoice_hash(number, customer_id, currency, net, tax, net + tax, issued_on, due_on, customer, issuer, digest)
         from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[],
                $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::date[], $16::date[], $17::timestamptz[],
                $18::timestamptz[], $19::jsonb[], $20::jsonb[], $21::uuid[], $22::bytea[])
           as i (id, site_id, customer_id, series, seq, number, bill_key, currency, net, tax, discount, paid, issued_on,
                due_on, overdue_at, isolir_at, customer, issuer, replaces, digest)`,
      [
        runId,
        issuedAt,
        plainArray(invoices.map((invoice) => invoice.id)),
        plainArray(bills.map((bill) => bill.account.siteId)),
        plainArray(bills.map((bill) => bill.account.customerId)),
        invoices.map((invoice) => invoice.series),
        plainArray(invoices.map((invoice) => invoice.seq)),
        invoices.map((invoice) => invoice.number),
        bills.map((bill) => bill.billKey),
        plainArray(bills.map((bill) => bill.account.currency)),
        plainArray(bills.map((bill) => bill.net)),
        plainArray(bills.map((bill) => bill.tax)),
        plainArray(bills.map((bill) => bill.lines.reduce((sum, line) => sum + line.discount, 0n))),
        plainArray(invoices.map(({ settled }) => settled.fromCredit + settled.fromDeposit)),
        plainArray(bills.map((bill) => bill.issuedOn)),
        plainArray(bills.map((bill) => bill.dueOn)),
        plainArray(bills.map((bill) => bill.overdueAt.toISOString())),
        plainArray(bills.map((bill) => bill.isolirAt.toISOString())),
        invoices.map((invoice) => invoice.customer),
        invoices.map((invoice) => invoice.issuer),
        plainArray(invoices.map((invoice) => invoice.replacesInvoiceId)),
        invoices.map((invoice) => invoice.linesDigest),
      ],
      HOT,
    );
  }

  async insertLines(invoices: readonly Pick<InvoiceToWrite, 'id' | 'bill'>[]): Promise<void> {
    const rows = invoices.flatMap(({ id, bill }) =>
      bill.lines.map((line, index) => ({ invoiceId: id, lineNo: index + 1, line, currency: bill.account.currency })),
    );
    const of = (value: (line: BillLine) => string | number | bigint | boolean | null): string =>
      plainArray(rows.map((row) => value(row.line)));
    await this.database.execute(
      `insert into invoice_lines (id, invoice_id, line_no, currency, subscription_id, charge_code, period_start, period_end,
              description, quantity, unit_price_amount, net_amount, tax_amount, tax_code, tax_num, tax_den, tax_inclusive,
              kind, service_customer_id, plan_id, product_id, natural_days, base_amount, gross_amount, discount_amount,
              revenue_account)
       select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::text[], $7::date[], $8::date[],
         $9::text[], $10::int[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::int[], $16::int[],
         $17::bool[], $18::text[], $19::uuid[], $20::uuid[], $21::uuid[], $22::smallint[], $23::bigint[], $24::bigint[],
         $25::bigint[], $26::text[])`,
      [
        plainArray(rows.map(() => uuidv7())),
        plainArray(rows.map((row) => row.invoiceId)),
        plainArray(rows.map((row) => row.lineNo)),
        plainArray(rows.map((row) => row.currency)),
        of((line) => line.subscriptionId),
        rows.map(({ line }) => line.chargeCode),
        of((line) => line.periodStart),
        of((line) => line.periodEnd),
        rows.map(({ line }) => line.description),
        of((line) => line.quantity),
        of((line) => line.unitPrice),
        of((line) => line.net),
        of((line) => line.tax),
        of((line) => line.taxRule.code),
        of((line) => line.taxRule.num),
        of((line) => line.taxRule.den),
        of((line) => line.taxRule.inclusive),
        of((line) => line.kind),
        of((line) => line.serviceCustomerId ?? null),
        of((line) => line.planId ?? null),
        of((line) => line.productId ?? null),
        of((line) => line.naturalDays),
        of((line) => line.base ?? null),
        of((line) => line.gross),
        of((line) => line.discount),
        of((line) => revenueAccountOf(line)),
      ],
      HOT,
    );
  }

  /** One-off charges that stand on these invoices wait no longer. Returns how many did. */
  async closeCharges(pairs: readonly { chargeId: string; invoiceId: string }[]): Promise<number> {
    if (pairs.length === 0) return 0;
    const { affected } = await this.database.execute(
      `update charges c set state = 'INVOICED', invoice_id = p.invoice_id, version = version + 1
         from unnest($1::uuid[], $2::uuid[]) as p (charge_id, invoice_id)
        where c.id = p.charge_id and c.state = 'PENDING'`,
      [plainArray(pairs.map((pair) => pair.chargeId)), plainArray(pairs.map((pair) => pair.invoiceId))],
    );
    return affected;
  }

  /** Discounts that were used have so many periods less; those with none left end. */
  async useGrants(uses: ReadonlyMap<string, number>, at: Date): Promise<void> {
    if (uses.size === 0) return;
    await this.database.execute(
      `update discount_grants g set periods_left = g.periods_left - u.times,
              ended_at = case when g.periods_left - u.times = 0 then $3 else g.ended_at end
         from unnest($1::uuid[], $2::int[]) as u (id, times) where g.id = u.id and g.periods_left is not null`,
      [[...uses.keys()], [...uses.values()], at],
    );
  }
}
