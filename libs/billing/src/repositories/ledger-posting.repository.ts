import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { type LocalDate, uuidv7 } from '@app/core';
import { Database, HOT } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { type PostingEntry } from '../domain/ledger-posting';
import { plainArray } from './plain-array';

/** What a posting is about; unique with its id (billing.md G1). */
export type PostingRef =
  | 'INVOICE'
  | 'INVOICE_SETTLEMENT'
  | 'BALANCE_PAYMENT'
  | 'INVOICE_VOID'
  | 'CREDIT_NOTE'
  | 'WRITE_OFF'
  | 'RECOVERY'
  | 'PAYMENT'
  | 'PAYMENT_REVERSAL'
  | 'WITHHOLDING'
  | 'COMMISSION'
  | 'COMMISSION_PAYOUT'
  | 'DAILY'
  | 'GOODWILL'
  | 'OPENING'
  | 'CREDIT_REFUND'
  | 'GATEWAY_FEE'
  | 'GATEWAY_PAYOUT'
  | 'REMITTANCE'
  | 'CASH_MOVEMENT'
  | 'VOUCHER_SALE'
  | 'VOUCHER_RETURN'
  | 'RESELLER_DEPOSIT'
  | 'RESELLER_WITHDRAWAL'
  | 'RESELLER_PURCHASE'
  | 'RESELLER_REFUND'
  | 'RESELLER_COMMISSION'
  | 'RESELLER_COMMISSION_RETURN';

/** One balanced transaction of the ledger. */
export interface Posting {
  refType: PostingRef;
  refId: string;
  /** Null: nobody's, such as the payout of a commission. */
  customerId: string | null;
  /** Accounting day: local date of now, whatever the value date is. It moves to the open period where its own is closed. */
  postedOn: LocalDate;
  /** Value date. */
  occurredAt: Date;
  currency: string;
  entries: readonly PostingEntry[];
}

/** First day that is still open for postings; closed months have no gap between them. */
const OPEN_FROM = `(select coalesce((max(month) + interval '1 month')::date, date '1970-01-01') as day
                      from accounting_periods where state = 'CLOSED') open`;

/** Appends to the ledger; the database refuses what does not balance, a second posting of a fact, and every change. */
@Injectable()
export class LedgerPostingRepository {
  constructor(private readonly database: Database) {}

  /**
   * One statement for any number of postings; empty ones (nothing to book) are left out.
   *
   * @throws DomainError BILLING_PERIOD_CLOSED when the month is being closed at this very moment
   */
  async post(postings: readonly Posting[]): Promise<void> {
    const transactions = postings.filter((posting) => posting.entries.length > 0).map((p) => ({ ...p, id: uuidv7() }));
    if (transactions.length === 0) return;
    const rows = transactions.flatMap((t) => t.entries.map((entry) => ({ ...entry, t })));
    const statement = this.database.execute(
      `with t as (
         insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
         select t.id, t.ref_type, t.ref_id, greatest(t.posted_on, open.day), t.occurred_at, t.currency
           from unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[], $5::timestamptz[], $6::text[])
             as t (id, ref_type, ref_id, posted_on, occurred_at, currency), ${OPEN_FROM}
         returning id, posted_on, currency
       )
       insert into ledger_entries (txn_id, posted_on, account, customer_id, amount, currency)
       select t.id, t.posted_on, e.account, e.customer_id, e.amount, t.currency
         from unnest($7::uuid[], $8::text[], $9::uuid[], $10::bigint[]) as e (txn_id, account, customer_id, amount)
         join t on t.id = e.txn_id`,
      [
        plainArray(transactions.map((t) => t.id)),
        plainArray(transactions.map((t) => t.refType)),
        plainArray(transactions.map((t) => t.refId)),
        plainArray(transactions.map((t) => t.postedOn)),
        plainArray(transactions.map((t) => t.occurredAt.toISOString())),
        plainArray(transactions.map((t) => t.currency)),
        plainArray(rows.map((row) => row.t.id)),
        plainArray(rows.map((row) => row.account)),
        plainArray(rows.map((row) => row.t.customerId)),
        plainArray(rows.map((row) => row.amount)),
      ],
      HOT,
    );
    await statement.catch((error: unknown) => {
      throw isClosedPeriod(error) ? BillingErrors.PERIOD_CLOSED() : error;
    });
  }

  /** What a fact was booked as; empty when it was not. */
  async entriesOf(refType: PostingRef, refId: string): Promise<PostingEntry[]> {
    return this.database.query(
      `select e.account, e.amount from ledger_transactions t
         join ledger_entries e on e.txn_id = t.id and e.posted_on = t.posted_on
        where t.ref_type = $1 and t.ref_id = $2 order by e.account`,
      [refType, refId],
    );
  }
}

function isClosedPeriod(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  return (error.driverError as { constraint?: string }).constraint === 'ck_ledger_transactions_period_open';
}
