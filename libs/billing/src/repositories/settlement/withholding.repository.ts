import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** Tax that a payer kept back, with the number of his certificate (bukti potong). It never changes. */
export interface Withholding {
  id: string;
  invoiceId: string;
  certificate: string;
  withheldAmount: bigint;
  currency: string;
  receivedAt: Date;
  createdBy: string;
}

@Injectable()
export class WithholdingRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async of(invoiceId: string): Promise<Withholding[]> {
    const parameters: unknown[] = [invoiceId];
    const mine = this.scope.customer('i.customer_id', 'i.site_id').into(parameters);
    return this.database.query(
      `select w.id, w.invoice_id as "invoiceId", w.certificate, w.withheld_amount as "withheldAmount", w.currency,
              w.received_at as "receivedAt", w.created_by as "createdBy"
         from tax_withholdings w join invoices i on i.id = w.invoice_id where w.invoice_id = $1 and ${mine} order by w.id`,
      parameters,
    );
  }

  /** Whose invoice it is, and what it may be withheld from: certain under the account's lock. */
  async base(invoiceId: string): Promise<{ customerId: string; net: bigint; withheld: bigint } | undefined> {
    const parameters: unknown[] = [invoiceId];
    const mine = this.scope.customer('i.customer_id', 'i.site_id').into(parameters);
    return this.database.queryOne(
      `select i.customer_id as "customerId", i.net_amount as net, i.withheld_amount as withheld
         from invoices i where i.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** False when the certificate is recorded for this invoice already. */
  async insert(row: Withholding): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into tax_withholdings (id, invoice_id, certificate, withheld_amount, currency, received_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (invoice_id, certificate) do nothing`,
      [row.id, row.invoiceId, row.certificate, row.withheldAmount, row.currency, row.receivedAt, row.createdBy],
    );
    return affected === 1;
  }
}
