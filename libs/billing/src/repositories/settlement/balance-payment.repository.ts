import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type OpenInvoice } from '../settlement.repository';

/** An overdue invoice with what its account may pay it from. */
export interface PayableFromBalance extends Pick<OpenInvoice, 'id' | 'remaining' | 'version'> {
  customerId: string;
  timeZone: string;
  currency: string;
  credit: bigint;
  /** Zero for who opted out. */
  deposit: bigint;
}

const FILLED = `(a.credit_amount > 0 or (a.auto_pay and a.deposit_amount > 0))`;
const OVERDUE = `i.status = 'OPEN' and i.overdue_at <= $1`;

/** Overdue invoices of accounts that have money with us. */
@Injectable()
export class BalancePaymentRepository {
  constructor(private readonly database: Database) {}

  /** Accounts with an overdue invoice and a balance, by id. */
  async accounts(asOf: Date, after: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select a.customer_id as id from billing_accounts a
        where ${FILLED} and a.customer_id > $2 and exists (select from invoices i where i.customer_id = a.customer_id and ${OVERDUE})
        order by a.customer_id limit $3`,
      [asOf, after, limit],
    );
    return rows.map((row) => row.id);
  }

  /** Locks them, the oldest due day of each account first; the caller holds the accounts' locks. */
  async lock(customerIds: readonly string[], asOf: Date): Promise<PayableFromBalance[]> {
    return this.database.query(
      `select i.id, i.total_amount - i.paid_amount - i.credited_amount as remaining, i.version, i.customer_id as "customerId",
              a.time_zone as "timeZone", a.currency, a.credit_amount as credit,
              case when a.auto_pay then a.deposit_amount else 0 end as deposit
         from invoices i join billing_accounts a on a.customer_id = i.customer_id
        where i.customer_id = any ($2::uuid[]) and ${OVERDUE} and ${FILLED}
        order by i.customer_id, i.due_on, i.seq, i.id for no key update of i`,
      [asOf, customerIds],
    );
  }
}
