import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';
import { type InvoiceStatus } from '../../domain/documents/invoice-state';

/** An invoice whose row is locked; amounts in booking units. */
export interface LockedInvoice {
  id: string;
  siteId: string;
  customerId: string;
  number: string;
  status: InvoiceStatus;
  currency: string;
  net: bigint;
  tax: bigint;
  total: bigint;
  paid: bigint;
  /** What credit notes took off the amount due. */
  offset: bigint;
  /** Sum of its credit notes, the share that became credit balance included. */
  credited: bigint;
  taxLocked: boolean;
  dueOn: LocalDate;
  customer: object;
  issuer: object;
  version: number;
}

const COLUMNS = `i.id, i.site_id as "siteId", i.customer_id as "customerId", i.number, i.status, i.currency,
  i.net_amount as net, i.tax_amount as tax, i.total_amount as total, i.paid_amount as paid, i.credited_amount as "offset",
  (select coalesce(sum(c.total_amount), 0)::bigint from credit_notes c where c.invoice_id = i.id) as credited,
  i.tax_locked_at is not null as "taxLocked", i.due_on as "dueOn", i.customer, i.issuer, i.version`;

/** State changes of single invoices. */
@Injectable()
export class InvoiceStateRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Whose invoice it is, within the actor's scope. */
  async customerOf(id: string): Promise<string | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('i.customer_id', 'i.site_id').into(parameters);
    const row = await this.database.queryOne<{ customerId: string }>(
      `select i.customer_id as "customerId" from invoices i where i.id = $1 and ${mine}`,
      parameters,
    );
    return row?.customerId;
  }

  /** The caller holds the account's lock. */
  async lock(id: string): Promise<LockedInvoice | undefined> {
    return this.database.queryOne(`select ${COLUMNS} from invoices i where i.id = $1 for no key update of i`, [id]);
  }

  /** A credit note reduced what is due; an invoice with nothing left is PAID. Returns the new status and version. */
  async offset(id: string, amount: bigint, at: Date): Promise<{ status: InvoiceStatus; version: number }> {
    return this.changed(
      `update invoices set credited_amount = credited_amount + $2, version = version + 1,
              status = case when paid_amount + credited_amount + $2 = total_amount then 'PAID' else status end,
              closed_at = case when paid_amount + credited_amount + $2 = total_amount then $3 else closed_at end
        where id = $1 returning status, version`,
      [id, amount, at],
    );
  }

  /** VOID: the number stays, the lines free their periods, its one-off charges wait again. */
  async markVoid(id: string, reason: string, at: Date): Promise<void> {
    await this.changed(
      `update invoices set status = 'VOID', void_reason = $2, closed_at = $3, version = version + 1 where id = $1
       returning status, version`,
      [id, reason, at],
    );
    await this.database.execute('update invoice_lines set voided = true where invoice_id = $1', [id]);
    await this.database.execute(
      `update charges set state = 'PENDING', invoice_id = null, version = version + 1 where invoice_id = $1`,
      [id],
    );
  }

  async setStatus(id: string, status: InvoiceStatus, closedAt: Date | null): Promise<void> {
    await this.changed(
      'update invoices set status = $2, closed_at = $3, version = version + 1 where id = $1 returning status, version',
      [id, status, closedAt],
    );
  }

  async billKeyOf(id: string): Promise<string> {
    const sql = 'select bill_key as key from invoices where id = $1';
    const row = await this.database.queryOne<{ key: string }>(sql, [id]);
    if (!row) throw new Error(`no invoice ${id}`);
    return row.key;
  }

  async setTaxDocument(id: string, document: object, lockedAt: Date | null): Promise<void> {
    await this.changed(
      `update invoices set tax_document = $2, tax_locked_at = $3, version = version + 1 where id = $1
       returning status, version`,
      [id, document, lockedAt],
    );
  }

  private async changed(
    sql: string,
    parameters: readonly unknown[],
  ): Promise<{ status: InvoiceStatus; version: number }> {
    const row = await this.database.queryOne<{ status: InvoiceStatus; version: number }>(sql, [...parameters]);
    if (!row) throw new Error(`no invoice ${String(parameters[0])}`);
    return row;
  }
}
