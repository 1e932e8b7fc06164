import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { plainArray } from '../plain-array';

/** A credit note; amounts in booking units. It never changes. */
export interface CreditNote {
  id: string;
  siteId: string;
  customerId: string;
  invoiceId: string;
  invoiceNumber: string;
  number: string;
  reason: string;
  currency: string;
  netAmount: bigint;
  taxAmount: bigint;
  totalAmount: bigint;
  /** Took so much off what was still to pay of the invoice. */
  offsetAmount: bigint;
  /** Went to the customer's credit balance: the paid share (billing.md Q3). */
  walletAmount: bigint;
  issuedOn: LocalDate;
  createdBy: string;
  createdAt: Date;
}

export interface CreditNoteLine {
  lineNo: number;
  invoiceLineId: string;
  periodStart: LocalDate | null;
  periodEnd: LocalDate | null;
  description: string;
  netAmount: bigint;
  taxAmount: bigint;
}

/** A credit note that is about to be written. */
export interface CreditNoteToWrite extends Omit<CreditNote, 'invoiceNumber' | 'createdAt'> {
  sourceKey: string;
  series: string;
  seq: bigint;
  customer: object;
  issuer: object;
  lines: readonly CreditNoteLine[];
}

/** What of an invoice line may still be credited. */
export interface CreditableLine {
  id: string;
  description: string;
  periodStart: LocalDate | null;
  periodEnd: LocalDate | null;
  net: bigint;
  tax: bigint;
  creditedNet: bigint;
  creditedTax: bigint;
}

export interface CreditNoteFilter {
  customerId?: string;
  siteId?: string;
  invoiceId?: string;
}

const COLUMNS = `c.id, c.site_id as "siteId", c.customer_id as "customerId", c.invoice_id as "invoiceId",
  i.number as "invoiceNumber", c.number, c.reason, c.currency, c.net_amount as "netAmount", c.tax_amount as "taxAmount",
  c.total_amount as "totalAmount", c.offset_amount as "offsetAmount", c.wallet_amount as "walletAmount",
  c.issued_on as "issuedOn", c.created_by as "createdBy", c.created_at as "createdAt"`;
const FROM = 'from credit_notes c join invoices i on i.id = c.invoice_id';

const list = new KeysetList<'createdAt' | 'number'>({
  select: `select ${COLUMNS} ${FROM}`,
  id: 'c.id',
  sorts: { createdAt: { sql: 'c.created_at', type: 'timestamptz' }, number: { sql: 'c.number', type: 'text' } },
  defaultSort: '-createdAt',
});

@Injectable()
export class CreditNoteRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<CreditNote | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`select ${COLUMNS} ${FROM} where c.id = $1 and ${mine}`, parameters);
  }

  /** The one that was issued for a cause, whoever asks. */
  async findBySource(sourceKey: string): Promise<CreditNote | undefined> {
    return this.database.queryOne(`select ${COLUMNS} ${FROM} where c.source_key = $1`, [sourceKey]);
  }

  async page(request: ListRequest, filter: CreditNoteFilter): Promise<Page<CreditNote>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.customerId !== undefined) conditions.push(condition('c.customer_id = $?', filter.customerId));
    if (filter.siteId !== undefined) conditions.push(condition('c.site_id = $?', filter.siteId));
    if (filter.invoiceId !== undefined) conditions.push(condition('c.invoice_id = $?', filter.invoiceId));
    return list.page(this.database, request, conditions);
  }

  async lines(creditNoteId: string): Promise<CreditNoteLine[]> {
    return this.database.query(
      `select line_no as "lineNo", invoice_line_id as "invoiceLineId", period_start as "periodStart",
              period_end as "periodEnd", description, net_amount as "netAmount", tax_amount as "taxAmount"
         from credit_note_lines where credit_note_id = $1 order by line_no`,
      [creditNoteId],
    );
  }

  /** The lines of an invoice with what was credited of each. */
  async creditable(invoiceId: string): Promise<CreditableLine[]> {
    return this.database.query(
      `select l.id, l.description, l.period_start as "periodStart", l.period_end as "periodEnd", l.net_amount as net,
              l.tax_amount as tax, coalesce(sum(n.net_amount), 0)::bigint as "creditedNet",
              coalesce(sum(n.tax_amount), 0)::bigint as "creditedTax"
         from invoice_lines l left join credit_note_lines n on n.invoice_line_id = l.id
        where l.invoice_id = $1 group by l.id order by l.line_no`,
      [invoiceId],
    );
  }

  async insert(note: CreditNoteToWrite): Promise<void> {
    await this.database.execute(
      `insert into credit_notes (id, site_id, customer_id, invoice_id, source_key, series, seq, number, reason, currency,
              net_amount, tax_amount, total_amount, offset_amount, wallet_amount, issued_on, customer, issuer, created_by,
              created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, app_now())`,
      [
        ...[note.id, note.siteId, note.customerId, note.invoiceId, note.sourceKey, note.series, note.seq, note.number],
        ...[note.reason, note.currency, note.netAmount, note.taxAmount, note.totalAmount, note.offsetAmount],
        ...[note.walletAmount, note.issuedOn, note.customer, note.issuer, note.createdBy],
      ],
    );
    const { lines } = note;
    await this.database.execute(
      `insert into credit_note_lines (id, credit_note_id, line_no, invoice_line_id, period_start, period_end, description,
              net_amount, tax_amount, currency)
       select l.id, $2, l.line_no, l.invoice_line_id, l.period_start, l.period_end, l.description, l.net, l.tax, $3
         from unnest($1::uuid[], $4::int[], $5::uuid[], $6::date[], $7::date[], $8::text[], $9::bigint[], $10::bigint[])
           as l (id, line_no, invoice_line_id, period_start, period_end, description, net, tax)`,
      [
        plainArray(lines.map(() => uuidv7())),
        note.id,
        note.currency,
        plainArray(lines.map((line) => line.lineNo)),
        plainArray(lines.map((line) => line.invoiceLineId)),
        plainArray(lines.map((line) => line.periodStart)),
        plainArray(lines.map((line) => line.periodEnd)),
        lines.map((line) => line.description),
        plainArray(lines.map((line) => line.netAmount)),
        plainArray(lines.map((line) => line.taxAmount)),
      ],
    );
  }

  private mine(): ScopeCondition {
    return this.scope.customer('c.customer_id', 'c.site_id');
  }
}
