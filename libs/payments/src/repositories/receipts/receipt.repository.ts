import { Injectable } from '@nestjs/common';
import { Database, type ScopeCondition, ScopeFilter } from '@app/platform';
import { type PaymentMethod } from '../../domain/payment-method';

/** What a receipt says to whoever holds it. */
export interface ReceiptFacts {
  id: string;
  number: string;
  method: PaymentMethod;
  channel: string | null;
  currency: string;
  amount: bigint;
  /** Of the amount, what was taken back later. */
  reversedAmount: bigint;
  receivedAt: Date;
  siteName: string;
  timeZone: string;
  /** Empty for a sale without a customer. */
  customerName: string;
  /** What it paid. */
  invoiceNumbers: string[];
}

const SELECT = `select p.id, p.number, p.method, p.channel, p.currency, p.amount, p.received_at as "receivedAt",
    coalesce((select sum(r.reversed_amount) from payment_reversals r where r.payment_id = p.id), 0)::bigint as "reversedAmount",
    s.name as "siteName", s.time_zone as "timeZone", coalesce(c.name, '') as "customerName",
    array(select i.number from payment_allocations a join invoices i on i.id = a.invoice_id where a.payment_id = p.id
           order by i.number) as "invoiceNumbers"
  from payments p join sites s on s.id = p.site_id left join customers c on c.id = p.customer_id`;

/** Receipts as payers see them, and how often each was printed. */
@Injectable()
export class ReceiptRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async byNumber(number: string): Promise<ReceiptFacts | undefined> {
    const parameters: unknown[] = [number];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`${SELECT} where p.number = $1 and ${mine}`, parameters);
  }

  /** Payments that an invoice took something of, newest first. */
  async ofInvoice(invoiceId: string): Promise<ReceiptFacts[]> {
    const parameters: unknown[] = [invoiceId];
    const mine = this.mine().into(parameters);
    return this.database.query(
      `${SELECT} where p.id in (select a.payment_id from payment_allocations a where a.invoice_id = $1) and ${mine}
        order by p.received_at desc, p.id desc limit 20`,
      parameters,
    );
  }

  async byId(id: string): Promise<ReceiptFacts | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`${SELECT} where p.id = $1 and ${mine}`, parameters);
  }

  /** Notes one more copy. @returns which one it is: 1 is the original */
  async countCopy(paymentId: string, at: Date): Promise<number> {
    const row = await this.database.queryOne<{ copies: number }>(
      `insert into receipt_copies (payment_id, copies, last_at) values ($1, 1, $2)
       on conflict on constraint pk_receipt_copies do update set copies = receipt_copies.copies + 1, last_at = $2
       returning copies`,
      [paymentId, at],
    );
    return row?.copies ?? 1;
  }

  private mine(): ScopeCondition {
    return this.scope.customer('p.customer_id', 'p.site_id');
  }
}
