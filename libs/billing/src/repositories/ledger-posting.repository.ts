import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { type PostingEntry } from '../domain/ledger-posting';
import { plainArray } from './plain-array';

/** What a posting is about; unique with its id (billing.md G1). */
export type PostingRef =
  | 'INVOICE'
  | 'INVOICE_SETTLEMENT'
  | 'INVOICE_VOID'
  | 'CREDIT_NOTE'
  | 'WRITE_OFF'
  | 'RECOVERY'
  | 'PAYMENT'
  | 'PAYMENT_REVERSAL'
  | 'COMMISSION'
  | 'GOODWILL';

/** One balanced transaction of the ledger. */
export interface Posting {
  refType: PostingRef;
  refId: string;
  customerId: string;
  /** Accounting day: local date of now, whatever the value date is. */
  postedOn: LocalDate;
  /** Value date. */
  occurredAt: Date;
  currency: string;
  entries: readonly PostingEntry[];
}

/** Appends to the ledger; the database refuses what does not balance, a second posting of a fact, and every change. */
@Injectable()
export class LedgerPostingRepository {
  constructor(private readonly database: Database) {}

  /** Two statements for any number of postings; empty ones (nothing to book) are left out. */
  async post(postings: readonly Posting[]): Promise<void> {
    const transactions = postings.filter((posting) => posting.entries.length > 0).map((p) => ({ ...p, id: uuidv7() }));
    if (transactions.length === 0) return;
    await this.database.execute(
      `insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
       select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[], $5::timestamptz[], $6::text[])`,
      [
        plainArray(transactions.map((t) => t.id)),
        plainArray(transactions.map((t) => t.refType)),
        plainArray(transactions.map((t) => t.refId)),
        plainArray(transactions.map((t) => t.postedOn)),
        plainArray(transactions.map((t) => t.occurredAt.toISOString())),
        plainArray(transactions.map((t) => t.currency)),
      ],
    );
    const rows = transactions.flatMap((t) => t.entries.map((entry) => ({ ...entry, t })));
    await this.database.execute(
      `insert into ledger_entries (txn_id, posted_on, account, customer_id, amount, currency)
       select * from unnest($1::uuid[], $2::date[], $3::text[], $4::uuid[], $5::bigint[], $6::text[])`,
      [
        plainArray(rows.map((row) => row.t.id)),
        plainArray(rows.map((row) => row.t.postedOn)),
        plainArray(rows.map((row) => row.account)),
        plainArray(rows.map((row) => row.t.customerId)),
        plainArray(rows.map((row) => row.amount)),
        plainArray(rows.map((row) => row.t.currency)),
      ],
    );
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
