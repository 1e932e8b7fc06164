import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** An invoice that still takes money. */
export interface OpenInvoice {
  id: string;
  number: string;
  remaining: bigint;
  version: number;
}

/** Invoices as payments change them. */
@Injectable()
export class SettlementRepository {
  constructor(private readonly database: Database) {}

  /** Locks a customer's open invoices in the order of payment: oldest due date, then lowest number (billing.md 1.10). */
  async lockOpen(customerId: string): Promise<OpenInvoice[]> {
    return this.database.query(
      `select id, number, total_amount - paid_amount - credited_amount as remaining, version from invoices
        where customer_id = $1 and status = 'OPEN' order by due_on, seq, id for no key update`,
      [customerId],
    );
  }

  async belongsTo(invoiceId: string, customerId: string): Promise<boolean> {
    const sql = `select 1 as found from invoices where id = $1 and customer_id = $2`;
    return (await this.database.queryOne(sql, [invoiceId, customerId])) !== undefined;
  }

  /** Books what was paid; an invoice with nothing left is PAID. */
  async pay(parts: readonly { invoiceId: string; amount: bigint }[], at: Date): Promise<void> {
    await this.database.execute(
      `update invoices i
          set paid_amount = i.paid_amount + p.amount, version = i.version + 1,
              status = case when i.paid_amount + i.credited_amount + p.amount = i.total_amount then 'PAID' else i.status end,
              closed_at = case when i.paid_amount + i.credited_amount + p.amount = i.total_amount then $3::timestamptz end
         from unnest($1::uuid[], $2::bigint[]) as p (id, amount)
        where i.id = p.id`,
      [parts.map((part) => part.invoiceId), parts.map((part) => part.amount), at],
    );
  }
}
