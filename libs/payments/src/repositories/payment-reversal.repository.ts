import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { RESERVING_STATES } from '../domain/refunds/refund-state';

export const REVERSAL_KINDS = ['REFUND', 'CHARGEBACK', 'MISTAKE'] as const;
export type ReversalKind = (typeof REVERSAL_KINDS)[number];

/** A payment, or a part of it, that was taken back. It never changes. */
export interface PaymentReversal {
  id: string;
  paymentId: string;
  kind: ReversalKind;
  reason: string;
  currency: string;
  reversedAmount: bigint;
  /** Taken out of the deposit. */
  depositAmount: bigint;
  /** Neither invoices nor deposit gave it back. */
  lostAmount: bigint;
  /** Of an anonymous sale: income that is none any more. */
  incomeAmount: bigint;
  reversedAt: Date;
  reversedBy: string;
  reversedByName: string;
}

/** What an invoice owes again. */
export interface ReopenedPart {
  invoiceId: string;
  amount: bigint;
  /** The deposit had paid it with the money of this payment. */
  viaDeposit: boolean;
}

/** What is left of a payment after its reversals. */
export interface AppliedPayment {
  allocations: { invoiceId: string; amount: bigint }[];
  deposit: bigint;
}

/** Reversals of payments that the caller has read within his scope, under the account's lock. */
@Injectable()
export class PaymentReversalRepository {
  constructor(private readonly database: Database) {}

  /** In the order in which it paid. */
  async applied(paymentId: string): Promise<AppliedPayment> {
    const allocations = await this.database.query<{ invoiceId: string; amount: bigint }>(
      `select a.invoice_id as "invoiceId", (a.amount - coalesce(b.back, 0))::bigint as amount
         from payment_allocations a
         join invoices i on i.id = a.invoice_id
         left join (select r.payment_id, x.invoice_id, sum(x.reopened_amount) as back
                      from payment_reversals r join payment_reversal_allocations x on x.reversal_id = r.id
                     where r.payment_id = $1 and not x.via_deposit group by 1, 2) b
           on b.payment_id = a.payment_id and b.invoice_id = a.invoice_id
        where a.payment_id = $1 and a.amount > coalesce(b.back, 0) order by i.due_on, i.seq`,
      [paymentId],
    );
    const row = await this.database.queryOne<{ deposit: bigint }>(
      `select (p.deposit_amount - coalesce((
                select sum(r.deposit_amount + r.lost_amount + coalesce((
                         select sum(x.reopened_amount) from payment_reversal_allocations x
                          where x.reversal_id = r.id and x.via_deposit), 0))
                  from payment_reversals r where r.payment_id = p.id), 0))::bigint as deposit
         from payments p where p.id = $1`,
      [paymentId],
    );
    return { allocations, deposit: row?.deposit ?? 0n };
  }

  /** What waits to be refunded of a payment, and so cannot be taken back once more; but for this refund. */
  async reserved(paymentId: string, butFor: string | null): Promise<bigint> {
    const row = await this.database.queryOne<{ amount: bigint }>(
      `select coalesce(sum(refund_amount), 0)::bigint as amount from refunds
        where payment_id = $1 and state = any ($2) and id is distinct from $3::uuid`,
      [paymentId, RESERVING_STATES, butFor],
    );
    return row?.amount ?? 0n;
  }

  /** What was taken back of a payment so far. */
  async reversed(paymentId: string): Promise<bigint> {
    const row = await this.database.queryOne<{ amount: bigint }>(
      'select coalesce(sum(reversed_amount), 0)::bigint as amount from payment_reversals where payment_id = $1',
      [paymentId],
    );
    return row?.amount ?? 0n;
  }

  async insert(reversal: PaymentReversal, parts: readonly ReopenedPart[]): Promise<void> {
    const { id, currency } = reversal;
    await this.database.execute(
      `insert into payment_reversals (id, payment_id, kind, reason, currency, reversed_amount, deposit_amount, lost_amount,
              reversed_at, reversed_by, reversed_by_name, income_amount)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[id, reversal.paymentId, reversal.kind, reversal.reason, currency, reversal.reversedAmount],
        ...[reversal.depositAmount, reversal.lostAmount, reversal.reversedAt, reversal.reversedBy],
        ...[reversal.reversedByName, reversal.incomeAmount],
      ],
    );
    await this.database.execute(
      `insert into payment_reversal_allocations (reversal_id, invoice_id, via_deposit, reopened_amount, currency)
       select $1::uuid, p.invoice_id, p.via_deposit, sum(p.amount), $5::text
         from unnest($2::uuid[], $3::bool[], $4::bigint[]) as p (invoice_id, via_deposit, amount) group by 1, 2, 3, 5`,
      [id, parts.map((p) => p.invoiceId), parts.map((p) => p.viaDeposit), parts.map((p) => p.amount), currency],
    );
  }

  /** Oldest first. */
  async of(paymentId: string): Promise<PaymentReversal[]> {
    return this.database.query(
      `select id, payment_id as "paymentId", kind, reason, currency, reversed_amount as "reversedAmount",
              deposit_amount as "depositAmount", lost_amount as "lostAmount", income_amount as "incomeAmount", reversed_at as "reversedAt",
              reversed_by as "reversedBy", reversed_by_name as "reversedByName"
         from payment_reversals where payment_id = $1 order by id`,
      [paymentId],
    );
  }
}
