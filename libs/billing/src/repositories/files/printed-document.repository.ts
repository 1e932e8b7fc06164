import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '@app/platform';
import { type PrintedCustomer } from '../../documents/document-layout';
import { type InvoiceStatus } from '../../domain/documents/invoice-state';
import { type Issuer } from '../../domain/policies/billing-policies';

/** An invoice as it was issued; the logo is not kept with it. */
export interface InvoiceToPrint {
  id: string;
  siteId: string;
  customerId: string;
  number: string;
  status: InvoiceStatus;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  currency: string;
  customer: PrintedCustomer;
  issuer: Partial<Issuer>;
  net: bigint;
  tax: bigint;
  total: bigint;
  paid: bigint;
  credited: bigint;
  version: number;
}

export interface LineToPrint {
  description: string;
  periodStart: LocalDate | null;
  periodEnd: LocalDate | null;
  quantity: number;
  unitPrice: bigint;
  discount: bigint;
  net: bigint;
  tax: bigint;
  taxCode: string;
  taxLabel: string | null;
  baseNum: number | null;
  baseDen: number | null;
  /** Whose service it is, where that is not who pays. */
  serviceCustomerId: string | null;
}

export interface CreditNoteToPrint extends Omit<InvoiceToPrint, 'status' | 'dueOn' | 'paid' | 'credited' | 'version'> {
  invoiceNumber: string;
  reason: string;
  offset: bigint;
  wallet: bigint;
  lines: {
    description: string;
    periodStart: LocalDate | null;
    periodEnd: LocalDate | null;
    net: bigint;
    tax: bigint;
  }[];
}

/** What documents say, read whole. The caller has found the document within the actor's scope. */
@Injectable()
export class PrintedDocumentRepository {
  constructor(private readonly database: Database) {}

  async invoice(id: string): Promise<InvoiceToPrint | undefined> {
    return this.database.queryOne(
      `select id, site_id as "siteId", customer_id as "customerId", number, status, issued_on as "issuedOn",
              due_on as "dueOn", currency, customer, issuer, net_amount as net, tax_amount as tax, total_amount as total,
              paid_amount as paid, credited_amount as credited, version
         from invoices where id = $1 and status <> 'DRAFT'`,
      [id],
    );
  }

  async lines(invoiceId: string): Promise<LineToPrint[]> {
    return this.database.query(
      `select l.description, l.period_start as "periodStart", l.period_end as "periodEnd", l.quantity,
              l.unit_price_amount as "unitPrice", l.discount_amount as discount, l.net_amount as net, l.tax_amount as tax,
              l.tax_code as "taxCode", r.display_rate as "taxLabel", r.display_base_num as "baseNum",
              r.display_base_den as "baseDen",
              nullif(l.service_customer_id, i.customer_id) as "serviceCustomerId"
         from invoice_lines l
         join invoices i on i.id = l.invoice_id
         left join lateral (
           select * from tax_rates t where t.tax_code = l.tax_code and t.valid_from <= i.issued_on
            order by t.valid_from desc limit 1) r on true
        where l.invoice_id = $1 order by l.line_no`,
      [invoiceId],
    );
  }

  async creditNote(id: string): Promise<CreditNoteToPrint | undefined> {
    const note = await this.database.queryOne<Omit<CreditNoteToPrint, 'lines'>>(
      `select c.id, c.site_id as "siteId", c.customer_id as "customerId", c.number, c.issued_on as "issuedOn", c.currency,
              c.customer, c.issuer, c.net_amount as net, c.tax_amount as tax, c.total_amount as total,
              c.offset_amount as "offset", c.wallet_amount as wallet, c.reason, i.number as "invoiceNumber"
         from credit_notes c join invoices i on i.id = c.invoice_id where c.id = $1`,
      [id],
    );
    if (!note) return undefined;
    const lines = await this.database.query<CreditNoteToPrint['lines'][number]>(
      `select description, period_start as "periodStart", period_end as "periodEnd", net_amount as net, tax_amount as tax
         from credit_note_lines where credit_note_id = $1 order by line_no`,
      [id],
    );
    return { ...note, lines };
  }
}
