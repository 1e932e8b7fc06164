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

export const INVOICE_STATUSES = ['OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** Name and address of the customer on the day of issue. */
export interface InvoiceCustomer {
  code: string;
  name: string;
  address: string;
  phone: string | null;
  email: string | null;
}

/** A finalised invoice; amounts in booking units. Only state and settled amounts ever change. */
export interface Invoice {
  id: string;
  siteId: string;
  customerId: string;
  number: string;
  billKey: string;
  status: InvoiceStatus;
  currency: string;
  netAmount: bigint;
  taxAmount: bigint;
  totalAmount: bigint;
  paidAmount: bigint;
  creditedAmount: bigint;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  overdueAt: Date;
  isolirAt: Date;
  overdue: boolean;
  customer: InvoiceCustomer;
  createdAt: Date;
  closedAt: Date | null;
}

export interface InvoiceLine {
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
  status?: InvoiceStatus;
  customerId?: string;
  siteId?: string;
  overdue?: boolean;
}

const OVERDUE = `(i.status = 'OPEN' and i.overdue_at <= app_now())`;

const COLUMNS = `i.id, i.site_id as "siteId", i.customer_id as "customerId", i.number, i.bill_key as "billKey", i.status,
  i.currency, i.net_amount as "netAmount", i.tax_amount as "taxAmount", i.total_amount as "totalAmount",
  i.paid_amount as "paidAmount", i.credited_amount as "creditedAmount", i.issued_on as "issuedOn", i.due_on as "dueOn",
  i.overdue_at as "overdueAt", i.isolir_at as "isolirAt", ${OVERDUE} as overdue, i.customer, i.created_at as "createdAt",
  i.closed_at as "closedAt"`;

const list = new KeysetList<'createdAt' | 'dueOn' | 'number'>({
  select: `select ${COLUMNS} from invoices i`,
  id: 'i.id',
  sorts: {
    createdAt: { sql: 'i.created_at', type: 'timestamptz' },
    dueOn: { sql: 'i.due_on', type: 'date' },
    number: { sql: 'i.number', type: 'text' },
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
      `select line_no as "lineNo", subscription_id as "subscriptionId", charge_code as "chargeCode",
              period_start as "periodStart", period_end as "periodEnd", description, quantity,
              unit_price_amount as "unitPriceAmount", net_amount as "netAmount", tax_amount as "taxAmount",
              tax_code as "taxCode", tax_inclusive as "taxInclusive"
         from invoice_lines where invoice_id = $1 order by line_no`,
      [invoiceId],
    );
  }

  async page(request: ListRequest, filter: InvoiceFilter): Promise<Page<Invoice>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.status !== undefined) conditions.push(condition('i.status = $?', filter.status));
    if (filter.customerId !== undefined) conditions.push(condition('i.customer_id = $?', filter.customerId));
    if (filter.siteId !== undefined) conditions.push(condition('i.site_id = $?', filter.siteId));
    if (filter.overdue !== undefined) conditions.push(condition(filter.overdue ? OVERDUE : `not ${OVERDUE}`));
    return list.page(this.database, request, conditions);
  }

  private mine(): ScopeCondition {
    return this.scope.customer('i.customer_id', 'i.site_id');
  }
}
