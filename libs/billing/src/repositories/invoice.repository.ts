import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { type InvoiceStatus } from '../domain/documents/invoice-state';

export { INVOICE_STATUSES, type InvoiceStatus } from '../domain/documents/invoice-state';

/** Name and address of the customer on the day of issue. */
export interface InvoiceCustomer {
  code: string;
  name: string;
  address: string;
  phone: string | null;
  email: string | null;
}

/** An invoice; amounts in booking units. Once it is no draft, only state and settled amounts ever change. */
export interface Invoice {
  id: string;
  siteId: string;
  customerId: string;
  /** Empty for a draft. */
  number: string;
  billKey: string;
  status: InvoiceStatus;
  currency: string;
  netAmount: bigint;
  taxAmount: bigint;
  totalAmount: bigint;
  paidAmount: bigint;
  creditedAmount: bigint;
  /** Before tax, contained in the lines. */
  discountAmount: bigint;
  /** Of what was paid: tax that the payer kept back. */
  withheldAmount: bigint;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  overdueAt: Date;
  isolirAt: Date;
  overdue: boolean;
  /** By the value date of the last payment, or until today. */
  daysLate: number;
  replacesInvoiceId: string | null;
  voidReason: string | null;
  taxDocument: { fakturNumber: string; coretaxReference?: string } | null;
  taxLocked: boolean;
  version: number;
  customer: InvoiceCustomer;
  createdAt: Date;
  closedAt: Date | null;
}

export interface InvoiceLine {
  id: string;
  kind: string;
  discountAmount: bigint;
  /** Tax contained in `creditedNet` is apart. */
  creditedNet: bigint;
  creditedTax: bigint;
  lineNo: number;
  subscriptionId: string | null;
  chargeCode: string;
  periodStart: LocalDate | null;
  periodEnd: LocalDate | null;
  description: string;
  quantity: number;
  unitPriceAmount: bigint;
  netAmount: bigint;
  taxAmount: bigint;
  taxCode: string;
  taxInclusive: boolean;
}

export interface InvoiceFilter {
  /** Part of the number, or of the customer's name or code as printed. */
  q?: string;
  issuedFrom?: LocalDate;
  issuedTo?: LocalDate;
  status?: InvoiceStatus;
  customerId?: string;
  siteId?: string;
  overdue?: boolean;
}

const OVERDUE = `(i.status = 'OPEN' and i.overdue_at <= app_now())`;

const DAYS_LATE = `greatest(0, case i.status when 'PAID' then i.paid_on - i.due_on
  when 'OPEN' then ceil(extract(epoch from app_now() - i.overdue_at) / 86400) else 0 end)::int`;

const COLUMNS = `i.id, i.site_id as "siteId", i.customer_id as "customerId", coalesce(i.number, '') as number, i.bill_key as "billKey", i.status,
  i.currency, i.net_amount as "netAmount", i.tax_amount as "taxAmount", i.total_amount as "totalAmount",
  i.paid_amount as "paidAmount", i.credited_amount as "creditedAmount", i.issued_on as "issuedOn", i.due_on as "dueOn",
  i.overdue_at as "overdueAt", i.isolir_at as "isolirAt", ${OVERDUE} as overdue, i.customer, i.created_at as "createdAt",
  i.closed_at as "closedAt", i.discount_amount as "discountAmount", i.withheld_amount as "withheldAmount",
  i.replaces_invoice_id as "replacesInvoiceId", i.void_reason as "voidReason", i.tax_document as "taxDocument",
  i.tax_locked_at is not null as "taxLocked", i.version, ${DAYS_LATE} as "daysLate"`;

const list = new KeysetList<'createdAt' | 'dueOn' | 'number'>({
  select: `select ${COLUMNS} from invoices i`,
  id: 'i.id',
  sorts: {
    createdAt: { sql: 'i.created_at', type: 'timestamptz' },
    dueOn: { sql: 'i.due_on', type: 'date' },
    number: { sql: `coalesce(i.number, '')`, type: 'text' },
  },
  defaultSort: '-createdAt',
});

@Injectable()
export class InvoiceRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Invoice | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from invoices i where i.id = $1 and ${mine}`, parameters);
  }

  async lines(invoiceId: string): Promise<InvoiceLine[]> {
    return this.database.query(
      `select l.id, l.kind, l.discount_amount as "discountAmount", n.net as "creditedNet", n.tax as "creditedTax",
              line_no as "lineNo", subscription_id as "subscriptionId", charge_code as "chargeCode",
              period_start as "periodStart", period_end as "periodEnd", description, quantity,
              unit_price_amount as "unitPriceAmount", l.net_amount as "netAmount", l.tax_amount as "taxAmount",
              tax_code as "taxCode", tax_inclusive as "taxInclusive"
         from invoice_lines l
         cross join lateral (select coalesce(sum(n.net_amount), 0)::bigint as net, coalesce(sum(n.tax_amount), 0)::bigint as tax
                               from credit_note_lines n where n.invoice_line_id = l.id) n
        where l.invoice_id = $1 order by l.line_no`,
      [invoiceId],
    );
  }

  async page(request: ListRequest, filter: InvoiceFilter): Promise<Page<Invoice>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.status !== undefined) conditions.push(condition('i.status = $?', filter.status));
    if (filter.customerId !== undefined) conditions.push(condition('i.customer_id = $?', filter.customerId));
    if (filter.siteId !== undefined) conditions.push(condition('i.site_id = $?', filter.siteId));
    if (filter.overdue !== undefined) conditions.push(condition(filter.overdue ? OVERDUE : `not ${OVERDUE}`));
    if (filter.issuedFrom !== undefined) conditions.push(condition('i.issued_on >= $?', filter.issuedFrom));
    if (filter.issuedTo !== undefined) conditions.push(condition('i.issued_on <= $?', filter.issuedTo));
    if (filter.q !== undefined) conditions.push(search(filter.q));
    return list.page(this.database, request, conditions);
  }

  private mine(): ScopeCondition {
    return this.scope.customer('i.customer_id', 'i.site_id');
  }
}

function search(q: string): Condition {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const found = `(i.number ilike $? or i.customer ->> 'name' ilike $? or i.customer ->> 'code' ilike $?)`;
  return condition(found, pattern, pattern, pattern);
}
