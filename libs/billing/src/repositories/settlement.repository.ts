import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type InvoiceStatus } from '../domain/documents/invoice-state';
import { type CustomerRef, idOf } from './customer-ref';
import { plainArray } from './plain-array';

/** An invoice that takes money. */
export interface OpenInvoice {
  id: string;
  number: string;
  seq: bigint;
  status: InvoiceStatus;
  remaining: bigint;
  dueOn: LocalDate;
  isolirAt: Date;
  version: number;
}

/** An invoice from which money is taken back. */
export interface ReversedInvoice extends OpenInvoice {
  /** It was given up once: what it gets is a recovery, never receivable. */
  writtenOff: boolean;
}

const COLUMNS = `i.id, i.number, i.seq, i.status, i.total_amount - i.paid_amount - i.credited_amount as remaining,
  i.due_on as "dueOn", i.isolir_at as "isolirAt", i.version`;

const SETTLED = 'i.paid_amount + i.credited_amount + p.amount = i.total_amount';

/** Invoices as payments change them; the caller holds the account's lock. */
@Injectable()
export class SettlementRepository {
  constructor(private readonly database: Database) {}

  /** Locks a customer's open invoices, the oldest due date first. */
  async lockOpen(customer: CustomerRef): Promise<OpenInvoice[]> {
    const { sql: id, parameters } = idOf(customer);
    return this.database.query(
      `select ${COLUMNS} from invoices i where i.customer_id = ${id} and i.status = 'OPEN'
        order by i.due_on, i.seq, i.id for no key update`,
      parameters,
      HOT,
    );
  }

  /** One invoice of the customer, whatever its state, locked. */
  async lockOf(customerId: string, invoiceId: string): Promise<OpenInvoice | undefined> {
    const sql = `select ${COLUMNS} from invoices i where i.id = $1 and i.customer_id = $2 for no key update`;
    return this.database.queryOne(sql, [invoiceId, customerId]);
  }

  /** Has the customer left: archived, or all of his services ended? */
  async isGone(customerId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ gone: boolean }>(
      `select c.status = 'ARCHIVED' or (select coalesce(bool_and(s.status = 'ENDED'), false) from subscriptions s
                where s.customer_id = c.id) as gone from customers c where c.id = $1`,
      [customerId],
    );
    return row?.gone ?? false;
  }

  /**
   * Books what was paid; an invoice with nothing left is PAID.
   *
   * @param paidOn value date: the last one of an invoice says how late it was paid
   */
  async pay(
    parts: readonly { invoiceId: string; amount: bigint; withheld?: bigint }[],
    at: Date,
    paidOn: LocalDate,
  ): Promise<void> {
    await this.database.execute(
      `update invoices i
          set paid_amount = i.paid_amount + p.amount, withheld_amount = i.withheld_amount + p.withheld,
              version = i.version + 1, paid_on = greatest(i.paid_on, $5::date),
              status = case when ${SETTLED} then 'PAID' else i.status end,
              closed_at = case when ${SETTLED} then $4::timestamptz else i.closed_at end
         from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as p (id, amount, withheld)
        where i.id = p.id`,
      [
        plainArray(parts.map((part) => part.invoiceId)),
        plainArray(parts.map((part) => part.amount)),
        plainArray(parts.map((part) => part.withheld ?? 0n)),
        at,
        paidOn,
      ],
      HOT,
    );
  }

  /** Locks invoices from which money is taken back, in the order of payment. */
  async lockForReversal(ids: readonly string[]): Promise<ReversedInvoice[]> {
    return this.database.query(
      `select ${COLUMNS}, exists (
                select from ledger_transactions t where t.ref_type = 'WRITE_OFF' and t.ref_id = i.id) as "writtenOff"
         from invoices i where i.id = any ($1::uuid[]) order by i.due_on, i.seq, i.id for no key update of i`,
      [plainArray(ids)],
    );
  }

  /** Takes money off invoices: they are open again with their due day, given-up ones are given up again. */
  async takeBack(
    parts: readonly { invoiceId: string; amount: bigint; status: InvoiceStatus; isolirAt: Date }[],
  ): Promise<void> {
    await this.database.execute(
      `update invoices i
          set paid_amount = i.paid_amount - p.amount, version = i.version + 1, status = p.status,
              closed_at = case when p.status = 'OPEN' then null else i.closed_at end,
              isolir_at = greatest(i.isolir_at, p.isolir_at)
         from unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[]) as p (id, amount, status, isolir_at)
        where i.id = p.id`,
      [
        plainArray(parts.map((part) => part.invoiceId)),
        plainArray(parts.map((part) => part.amount)),
        plainArray(parts.map((part) => part.status)),
        plainArray(parts.map((part) => part.isolirAt.toISOString())),
      ],
    );
  }
}
