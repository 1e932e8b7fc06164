import { Injectable } from '@nestjs/common';
import { CoreErrors, decodeCursor, isLocalDate, isUuid, type LocalDate, type Page, pageOf } from '@app/core';
import { Database } from '@app/platform';

/** One movement of an account; positive: money came in. */
export interface BookLine {
  id: string;
  postedOn: LocalDate;
  occurredAt: Date;
  /** What it is: `PAYMENT`, `PAYMENT_REVERSAL`, `REMITTANCE`, `CASH_ENTRY`, … */
  kind: string;
  refId: string;
  /** Number or words that people know it by. */
  reference: string;
  counterpart: string;
  amount: bigint;
  currency: string;
}

export interface BookBalance {
  opening: bigint;
  paidIn: bigint;
  paidOut: bigint;
  closing: bigint;
}

export interface BookSum {
  kind: string;
  category: string;
  paidIn: bigint;
  paidOut: bigint;
  lines: number;
}

export interface BookSpan {
  from: LocalDate;
  to: LocalDate;
}

const KIND = `case when t.ref_type <> 'CASH_MOVEMENT' then t.ref_type when ce.id is not null then 'CASH_ENTRY'
  when cl.id is not null then 'CASH_CLOSING' when po.id is not null then 'COMMISSION_PAYOUT' else t.ref_type end`;

const JOINS = `from ledger_entries e
  join ledger_transactions t on t.id = e.txn_id and t.posted_on = e.posted_on
  left join cash_entries ce on t.ref_type = 'CASH_MOVEMENT' and ce.id = t.ref_id
  left join cash_closings cl on t.ref_type = 'CASH_MOVEMENT' and cl.id = t.ref_id
  left join collector_commission_payouts po on t.ref_type = 'CASH_MOVEMENT' and po.id = t.ref_id`;

/** The book of one cash account, from the ledger itself; the caller has found the account within his scope. */
@Injectable()
export class AccountBookRepository {
  constructor(private readonly database: Database) {}

  async balance(account: string, { from, to }: BookSpan): Promise<BookBalance> {
    const row = await this.database.queryOne<Omit<BookBalance, 'closing'>>(
      `select coalesce(sum(amount) filter (where posted_on < $2), 0)::bigint as opening,
              coalesce(sum(amount) filter (where posted_on >= $2 and amount > 0), 0)::bigint as "paidIn",
              coalesce(-sum(amount) filter (where posted_on >= $2 and amount < 0), 0)::bigint as "paidOut"
         from ledger_entries where account = $1 and posted_on <= $3`,
      [account, from, to],
    );
    const { opening, paidIn, paidOut } = row ?? { opening: 0n, paidIn: 0n, paidOut: 0n };
    return { opening, paidIn, paidOut, closing: opening + paidIn - paidOut };
  }

  async sums(account: string, { from, to }: BookSpan): Promise<BookSum[]> {
    return this.database.query<BookSum>(
      `select ${KIND} as kind, coalesce(ce.category, '') as category, count(*)::int as lines,
              coalesce(sum(e.amount) filter (where e.amount > 0), 0)::bigint as "paidIn",
              coalesce(-sum(e.amount) filter (where e.amount < 0), 0)::bigint as "paidOut"
         ${JOINS} where e.account = $1 and e.posted_on between $2 and $3 group by 1, 2 order by 1, 2`,
      [account, from, to],
    );
  }

  /** Oldest first, by keyset. */
  async lines(account: string, span: BookSpan, request: { cursor?: string; limit: number }): Promise<Page<BookLine>> {
    const [day, txn] = positionOf(request.cursor);
    const rows = await this.database.query<BookLine>(
      `select t.id, e.posted_on as "postedOn", t.occurred_at as "occurredAt", ${KIND} as kind, t.ref_id as "refId",
              coalesce(p.number, rp.number, ce.category, c.code, po.note, '') as reference,
              coalesce(k.name, ce.description, u.name, cl.cashier_name, '') as counterpart, e.amount, e.currency
         ${JOINS}
         left join payments p on t.ref_type = 'PAYMENT' and p.id = t.ref_id
         left join payment_reversals v on t.ref_type = 'PAYMENT_REVERSAL' and v.id = t.ref_id
         left join payments rp on rp.id = v.payment_id
         left join customers k on k.id = e.customer_id
         left join remittances r on t.ref_type = 'REMITTANCE' and r.id = t.ref_id
         left join collectors c on c.id = coalesce(r.collector_id, po.collector_id) left join users u on u.id = c.user_id
        where e.account = $1 and e.posted_on between $2 and $3
          and ($4::date is null or (e.posted_on, t.id) > ($4, $5::uuid))
        order by e.posted_on, t.id limit $6`,
      [account, span.from, span.to, day, txn, request.limit + 1],
    );
    return pageOf(rows, request.limit, (row) => [row.postedOn, row.id]);
  }
}

function positionOf(cursor: string | undefined): readonly (string | null)[] {
  if (cursor === undefined) return [null, null];
  const [day = '', txn = ''] = decodeCursor(cursor, 2).map(String);
  if (!isLocalDate(day) || !isUuid(txn)) throw CoreErrors.INVALID_CURSOR();
  return [day, txn];
}
