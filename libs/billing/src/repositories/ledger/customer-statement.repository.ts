import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';

/** One document or movement on a customer's account; positive: he owes more. */
export interface StatementLine {
  id: string;
  postedOn: LocalDate;
  occurredAt: Date;
  refType: string;
  refId: string;
  /** Number of the invoice or credit note; null for what has its number elsewhere. */
  number: string | null;
  amount: bigint;
  /** After this line. */
  balance: bigint;
}

/** What counts as the customer's side: what he owes less what we keep for him. */
const ACCOUNTS = `('AR', 'DEPOSIT', 'CREDIT_BALANCE')`;

/** Statements read the ledger alone: one index range of one customer. */
@Injectable()
export class CustomerStatementRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async balances(customerId: string, from: LocalDate, to: LocalDate): Promise<{ opening: bigint; closing: bigint }> {
    const parameters: unknown[] = [customerId, from, to];
    const mine = this.scope.customerOf('e.customer_id').into(parameters);
    const row = await this.database.queryOne<{ opening: bigint; closing: bigint }>(
      `select coalesce(sum(e.amount) filter (where e.posted_on < $2), 0)::bigint as opening,
              coalesce(sum(e.amount), 0)::bigint as closing
         from ledger_entries e
        where e.customer_id = $1 and e.account in ${ACCOUNTS} and e.posted_on <= $3 and ${mine}`,
      parameters,
    );
    return row ?? { opening: 0n, closing: 0n };
  }

  /** Oldest first, from a position on. Movements between his own accounts (deposit pays invoice) are no lines. */
  async lines(
    customerId: string,
    span: { from: LocalDate; to: LocalDate },
    after: readonly (string | null)[],
    limit: number,
  ): Promise<StatementLine[]> {
    const [day = null, txn = null] = after;
    const parameters: unknown[] = [customerId, span.from, span.to, day, txn, limit];
    const mine = this.scope.customerOf('e.customer_id').into(parameters);
    return this.database.query(
      `with moved as (
         select e.posted_on, e.txn_id, sum(e.amount)::bigint as amount from ledger_entries e
          where e.customer_id = $1 and e.account in ${ACCOUNTS} and e.posted_on <= $3 and ${mine}
          group by e.posted_on, e.txn_id having sum(e.amount) <> 0
       ), running as (
         select moved.*, (sum(amount) over (order by posted_on, txn_id))::bigint as balance from moved
       )
       select r.txn_id as id, r.posted_on as "postedOn", t.occurred_at as "occurredAt", t.ref_type as "refType",
              t.ref_id as "refId", coalesce(i.number, c.number) as number, r.amount, r.balance
         from (select * from running
                where posted_on >= $2 and ($4::date is null or (posted_on, txn_id) > ($4, $5::uuid))
                order by posted_on, txn_id limit $6) r
         join ledger_transactions t on t.id = r.txn_id
         left join invoices i on i.id = t.ref_id and t.ref_type in ('INVOICE', 'INVOICE_VOID', 'WRITE_OFF', 'RECOVERY')
         left join credit_notes c on c.id = t.ref_id and t.ref_type = 'CREDIT_NOTE'
        order by r.posted_on, r.txn_id`,
      parameters,
    );
  }
}
