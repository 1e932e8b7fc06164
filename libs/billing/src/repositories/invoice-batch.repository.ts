import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { type Bill, type PointerMove } from '../domain/bill-planner';
import { plainArray } from './plain-array';

/** A bill that is about to become an invoice. */
export interface InvoiceToWrite {
  id: string;
  bill: Bill;
  series: string;
  seq: bigint;
  number: string;
  /** Names and addresses as they are today, as JSON text (billing.md 1.8). */
  customer: string;
}

/** Somebody moved a pointer although the account was locked: nothing of the batch may stay. */
export class PointerMovedError extends Error {}

/** Set-based writes of the billing run: one statement per table and batch. */
@Injectable()
export class InvoiceBatchRepository {
  constructor(private readonly database: Database) {}

  /**
   * Moves pointers by compare-and-set (billing.md G2).
   *
   * @throws PointerMovedError when one of them is no longer where the bills were computed from
   */
  async movePointers(moves: readonly PointerMove[]): Promise<void> {
    if (moves.length === 0) return;
    const { affected } = await this.database.execute(
      `update subscriptions s set next_period_start = m.to_date, next_bill_at = m.bill_at
         from unnest($1::uuid[], $2::date[], $3::date[], $4::timestamptz[]) as m (id, from_date, to_date, bill_at)
        where s.id = m.id and s.next_period_start = m.from_date and s.status = 'ACTIVE'`,
      [
        plainArray(moves.map((move) => move.subscriptionId)),
        plainArray(moves.map((move) => move.from)),
        plainArray(moves.map((move) => move.to)),
        plainArray(moves.map((move) => move.nextBillAt.toISOString())),
      ],
    );
    if (affected !== moves.length) throw new PointerMovedError(`${moves.length - affected} pointers had moved`);
  }

  /** Bill keys that these customers have already, out of the given ones and their numbered repeats. */
  async keysInUse(bills: readonly Bill[]): Promise<Set<string>> {
    const rows = await this.database.query<{ customerId: string; billKey: string }>(
      `select i.customer_id as "customerId", i.bill_key as "billKey"
         from unnest($1::uuid[], $2::text[]) as w (customer_id, bill_key)
         join invoices i on i.customer_id = w.customer_id
          and (i.bill_key = w.bill_key or starts_with(i.bill_key, w.bill_key || ':'))`,
      [bills.map((bill) => bill.account.customerId), bills.map((bill) => bill.billKey)],
    );
    return new Set(rows.map((row) => `${row.customerId} ${row.billKey}`));
  }

  async insertInvoices(runId: string, invoices: readonly InvoiceToWrite[]): Promise<void> {
    const bills = invoices.map((invoice) => invoice.bill);
    await this.database.execute(
      `insert into invoices (run_id, id, site_id, customer_id, series, seq, number, bill_key, currency, net_amount,
              tax_amount, total_amount, issued_on, due_on, overdue_at, isolir_at, customer)
       select $1, id, site_id, customer_id, series, seq, number, bill_key, currency, net, tax, net + tax,
              issued_on, due_on, overdue_at, isolir_at, customer
         from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[],
                $10::bigint[], $11::bigint[], $12::date[], $13::date[], $14::timestamptz[], $15::timestamptz[], $16::jsonb[])
           as i (id, site_id, customer_id, series, seq, number, bill_key, currency, net, tax, issued_on, due_on,
                overdue_at, isolir_at, customer)`,
      [
        runId,
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
        plainArray(bills.map((bill) => bill.issuedOn)),
        plainArray(bills.map((bill) => bill.dueOn)),
        plainArray(bills.map((bill) => bill.overdueAt.toISOString())),
        plainArray(bills.map((bill) => bill.isolirAt.toISOString())),
        invoices.map((invoice) => invoice.customer),
      ],
    );
  }

  async insertLines(invoices: readonly InvoiceToWrite[]): Promise<void> {
    const rows = invoices.flatMap(({ id, bill }) =>
      bill.lines.map((line, index) => ({ invoiceId: id, lineNo: index + 1, line, currency: bill.account.currency })),
    );
    const lines = rows.map((row) => row.line);
    await this.database.execute(
      `insert into invoice_lines (id, invoice_id, line_no, subscription_id, period_start, period_end, description,
              unit_price_amount, net_amount, tax_amount, currency, tax_code, tax_num, tax_den, tax_inclusive)
       select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::date[], $6::date[], $7::text[], $8::bigint[],
         $9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::int[], $14::int[], $15::bool[])`,
      [
        plainArray(rows.map(() => uuidv7())),
        plainArray(rows.map((row) => row.invoiceId)),
        plainArray(rows.map((row) => row.lineNo)),
        plainArray(lines.map((line) => line.subscriptionId)),
        plainArray(lines.map((line) => line.periodStart)),
        plainArray(lines.map((line) => line.periodEnd)),
        lines.map((line) => line.description),
        plainArray(lines.map((line) => line.unitPrice)),
        plainArray(lines.map((line) => line.net)),
        plainArray(lines.map((line) => line.tax)),
        plainArray(rows.map((row) => row.currency)),
        lines.map((line) => line.taxRule.code),
        plainArray(lines.map((line) => line.taxRule.num)),
        plainArray(lines.map((line) => line.taxRule.den)),
        plainArray(lines.map((line) => line.taxRule.inclusive)),
      ],
    );
  }
}
