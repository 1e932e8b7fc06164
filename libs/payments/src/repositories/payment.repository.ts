import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  HOT,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
  type Statement,
} from '@app/platform';
import { type Payment, type PaymentAllocation } from '../domain/payment';
import { type PaymentMethod } from '../domain/payment-method';

/** A payment about to be written, with the parts of it that invoices took. */
export interface NewPayment extends Omit<Payment, 'number'> {
  /** The gapless series of its receipt; stays locked from here to the end of the transaction. */
  series: string;
  idempotencyKey: string | null;
  allocations: readonly { invoiceId: string; amount: bigint }[];
}

export interface PaymentFilter extends ListRequest {
  customerId?: string;
  method?: PaymentMethod;
  /** Received at or after. */
  from?: Date;
  /** Received before. */
  to?: Date;
}

const COLUMNS = `p.id, p.site_id as "siteId", p.customer_id as "customerId", p.number, p.method, p.currency, p.amount,
  p.deposit_amount as "depositAmount", p.received_at as "receivedAt", p.recorded_at as "recordedAt",
  p.recorded_by as "recordedBy", p.recorded_by_name as "recordedByName", p.external_ref as "externalRef", p.note,
  p.restored_access as "restoredAccess", p.fee_amount as "feeAmount", p.cash_account as "cashAccount",
  p.attempt_id as "attemptId", p.channel, p.collector_id as "collectorId"`;

const list = new KeysetList<'receivedAt' | 'recordedAt' | 'amount' | 'number'>({
  select: `select ${COLUMNS} from payments p`,
  id: 'p.id',
  sorts: {
    receivedAt: { sql: 'p.received_at', type: 'timestamptz' },
    recordedAt: { sql: 'p.recorded_at', type: 'timestamptz' },
    amount: { sql: 'p.amount', type: 'bigint' },
    number: { sql: 'p.number', type: 'text' },
  },
  defaultSort: '-receivedAt',
});

/** All SQL of payments. Reads see the caller's customers only. */
@Injectable()
export class PaymentRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /**
   * Numbers and writes a payment and its allocations in one statement. A rollback gives the number back (billing.md N1).
   *
   * @returns false when the idempotency key or the attempt has its payment already: the transaction can only be rolled back
   */
  async insert(payment: NewPayment): Promise<boolean> {
    const { sql, parameters } = this.insertion(payment);
    try {
      await this.database.execute(sql, parameters, HOT);
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  /** The statement of {@link insert}; {@link isTaken} tells what its failure means. */
  insertion(payment: NewPayment): Statement {
    // why: the number and the row in one statement, because others wait for the series until the commit
    return {
      sql: `with s as (
         insert into number_series (series, last_no) values ($4, 1)
         on conflict (series) do update set last_no = number_series.last_no + 1, updated_at = now()
         returning last_no),
       p as (
         insert into payments (id, site_id, customer_id, series, seq, number, method, currency, amount, deposit_amount,
                               received_at, recorded_at, recorded_by, recorded_by_name, external_ref, note,
                               idempotency_key, restored_access, fee_amount, cash_account, attempt_id, channel, collector_id)
         select $1::uuid, $2::uuid, $3::uuid, $4::text, s.last_no,
                $4 || '/' || lpad(s.last_no::text, greatest(5, length(s.last_no::text)), '0'), $5::text, $6::text,
                $7::bigint, $8::bigint, $9::timestamptz, $10::timestamptz, $11::text, $12::text, $13::text, $14::text,
                $15::text, $16::boolean, $19::bigint, $20::text, $21::uuid, $22::text, $23::uuid
           from s
         returning id, currency)
       insert into payment_allocations (payment_id, invoice_id, amount, currency)
       select p.id, part.invoice_id, part.amount, p.currency
         from p cross join unnest($17::uuid[], $18::bigint[]) as part (invoice_id, amount)`,
      parameters: [
        ...[payment.id, payment.siteId, payment.customerId, payment.series, payment.method, payment.currency],
        ...[payment.amount, payment.depositAmount, payment.receivedAt, payment.recordedAt, payment.recordedBy],
        ...[payment.recordedByName, payment.externalRef, payment.note, payment.idempotencyKey, payment.restoredAccess],
        payment.allocations.map((part) => part.invoiceId),
        payment.allocations.map((part) => part.amount),
        ...[payment.feeAmount, payment.cashAccount, payment.attemptId, payment.channel, payment.collectorId],
      ],
    };
  }

  async find(id: string): Promise<Payment | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne<Payment>(`select ${COLUMNS} from payments p where p.id = $1 and ${mine}`, parameters);
  }

  /** What the customer paid, as rows for him to read. */
  async personalData(customerId: string): Promise<object[]> {
    const parameters: unknown[] = [customerId];
    const mine = this.mine().into(parameters);
    return this.database.query<object>(
      `select p.number, p.method, p.currency, p.amount::text as amount, p.received_at as "receivedAt",
              p.external_ref as "externalRef", p.note
       from payments p where p.customer_id = $1 and ${mine} order by p.received_at, p.id`,
      parameters,
    );
  }

  /** Holds back everybody else with this key until the transaction ends. */
  async lockKey(key: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('payments:' || $1, 0))`, [key]);
  }

  async findByIdempotencyKey(key: string): Promise<Payment | undefined> {
    const parameters: unknown[] = [key];
    const mine = this.mine().into(parameters);
    return this.database.queryOne<Payment>(
      `select ${COLUMNS} from payments p where p.idempotency_key = $1 and ${mine}`,
      parameters,
    );
  }

  /** What a payment settled, oldest invoice first. */
  async allocationsOf(paymentId: string): Promise<PaymentAllocation[]> {
    return this.database.query<PaymentAllocation>(
      `select a.invoice_id as "invoiceId", i.number as "invoiceNumber", a.amount,
              i.total_amount - i.paid_amount - i.credited_amount as remaining
         from payment_allocations a join invoices i on i.id = a.invoice_id
        where a.payment_id = $1
        order by i.due_on, i.seq`,
      [paymentId],
    );
  }

  async page(filter: PaymentFilter): Promise<Page<Payment>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.customerId !== undefined) conditions.push(condition('p.customer_id = $?', filter.customerId));
    if (filter.method !== undefined) conditions.push(condition('p.method = $?', filter.method));
    if (filter.from !== undefined) conditions.push(condition('p.received_at >= $?', filter.from));
    if (filter.to !== undefined) conditions.push(condition('p.received_at < $?', filter.to));
    return list.page<Payment>(this.database, filter, conditions);
  }

  private mine(): ScopeCondition {
    return this.scope.customer('p.customer_id', 'p.site_id');
  }
}

/** Does another payment have the idempotency key or the attempt? */
export function isTaken(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { constraint } = error.driverError as { constraint?: string };
  return constraint === 'uq_payments_idempotency_key' || constraint === 'uq_payments_attempt_id';
}
