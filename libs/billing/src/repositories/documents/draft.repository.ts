import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '@app/platform';
import { type Bill, type BillLine } from '../../domain/bill-planner';
import { type LineKind } from '../../domain/charges/charge-line';
import { type RevenueAccount } from '../../domain/ledger-accounts';
import { IssuedInvoiceRepository } from './issued-invoice.repository';

interface StoredLine {
  kind: LineKind;
  subscriptionId: string | null;
  chargeCode: string;
  periodStart: LocalDate | null;
  periodEnd: LocalDate | null;
  description: string;
  quantity: number;
  unitPrice: bigint;
  net: bigint;
  tax: bigint;
  taxCode: string;
  taxNum: number;
  taxDen: number;
  taxInclusive: boolean;
  serviceCustomerId: string | null;
  planId: string | null;
  productId: string | null;
  naturalDays: number | null;
  base: bigint | null;
  gross: bigint;
  discount: bigint;
  revenueAccount: RevenueAccount;
}

/** Invoices that are still being written: no number, no posting, freely changed. The caller holds the account's lock. */
@Injectable()
export class DraftRepository {
  constructor(
    private readonly database: Database,
    private readonly issued: IssuedInvoiceRepository,
  ) {}

  async insert(id: string, bill: Bill, customer: object): Promise<void> {
    const { account, net, tax } = bill;
    await this.database.execute(
      `insert into invoices (id, site_id, customer_id, bill_key, status, currency, net_amount, tax_amount, total_amount,
              issued_on, due_on, overdue_at, isolir_at, customer)
       values ($1, $2, $3, $4, 'DRAFT', $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[id, account.siteId, account.customerId, bill.billKey, account.currency, net, tax, net + tax],
        ...[bill.issuedOn, bill.dueOn, bill.overdueAt, bill.isolirAt, customer],
      ],
    );
    await this.issued.insertLines([{ id, bill }]);
  }

  /** New lines for a draft. */
  async replace(id: string, bill: Bill): Promise<void> {
    const { net, tax } = bill;
    await this.database.execute('delete from invoice_lines where invoice_id = $1', [id]);
    await this.issued.insertLines([{ id, bill }]);
    await this.database.execute(
      `update invoices set net_amount = $2, tax_amount = $3, total_amount = $4, issued_on = $5, due_on = $6,
              overdue_at = $7, isolir_at = $8, version = version + 1 where id = $1`,
      [id, net, tax, net + tax, bill.issuedOn, bill.dueOn, bill.overdueAt, bill.isolirAt],
    );
  }

  async delete(id: string): Promise<void> {
    await this.database.execute('delete from invoice_lines where invoice_id = $1', [id]);
    await this.database.execute('delete from invoices where id = $1', [id]);
  }

  /** The lines of any invoice as a bill has them, in their order. */
  async lines(invoiceId: string): Promise<BillLine[]> {
    const rows = await this.database.query<StoredLine>(
      `select kind, subscription_id as "subscriptionId", charge_code as "chargeCode", period_start as "periodStart",
              period_end as "periodEnd", description, quantity, unit_price_amount as "unitPrice", net_amount as net,
              tax_amount as tax, tax_code as "taxCode", tax_num as "taxNum", tax_den as "taxDen",
              tax_inclusive as "taxInclusive", service_customer_id as "serviceCustomerId", plan_id as "planId",
              product_id as "productId", natural_days as "naturalDays", base_amount as base, gross_amount as gross,
              discount_amount as discount, revenue_account as "revenueAccount"
         from invoice_lines where invoice_id = $1 order by line_no`,
      [invoiceId],
    );
    return rows.map(lineOf);
  }

  /** One-off charges that an invoice settled. */
  async chargesOf(invoiceId: string): Promise<string[]> {
    const sql = 'select id from charges where invoice_id = $1 order by id';
    return (await this.database.query<{ id: string }>(sql, [invoiceId])).map(({ id }) => id);
  }
}

function lineOf({ taxCode, taxNum, taxDen, taxInclusive, ...row }: StoredLine): BillLine {
  return {
    ...row,
    taxRule: { code: taxCode, num: BigInt(taxNum), den: BigInt(taxDen), inclusive: taxInclusive },
    serviceCustomerId: row.serviceCustomerId ?? undefined,
    planId: row.planId ?? undefined,
    productId: row.productId ?? undefined,
    base: row.base ?? undefined,
  };
}
