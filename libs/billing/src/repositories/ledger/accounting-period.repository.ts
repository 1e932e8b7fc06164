import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '@app/platform';

/** One account over one month, by currency: debit positive, credit negative, in booking units. */
export interface TrialBalanceRow {
  account: string;
  currency: string;
  opening: bigint;
  debit: bigint;
  credit: bigint;
  closing: bigint;
}

export interface AccountingPeriod {
  /** Its first day. */
  month: LocalDate;
  state: 'OPEN' | 'CLOSED';
  closedAt: Date | null;
  closedBy: string | null;
  /** The trial balance on the day of closing; amounts as text. */
  figures: object;
  version: number;
}

const COLUMNS = `month, state, closed_at as "closedAt", closed_by as "closedBy", figures, version`;

/** Months of the books: the same for every site. */
@Injectable()
export class AccountingPeriodRepository {
  constructor(private readonly database: Database) {}

  /** Nobody posts and nobody else closes until the transaction ends. */
  async lock(): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtext('accounting-periods'))`);
  }

  /** Every month that has postings or was ever closed, newest first. */
  async list(): Promise<AccountingPeriod[]> {
    return this.database.query(
      `select m.month, coalesce(p.state, 'OPEN') as state, p.closed_at as "closedAt", p.closed_by as "closedBy",
              coalesce(p.figures, '{}') as figures, coalesce(p.version, 0) as version
         from (select g::date as month from generate_series(
                 date_trunc('month', least((select min(posted_on) from ledger_entries), app_now()::date)::timestamp),
                 date_trunc('month', app_now() at time zone 'UTC'), interval '1 month') g
               union select month from accounting_periods) m
         left join accounting_periods p on p.month = m.month order by m.month desc`,
    );
  }

  async find(month: LocalDate): Promise<AccountingPeriod | undefined> {
    return this.database.queryOne(`select ${COLUMNS} from accounting_periods where month = $1`, [month]);
  }

  /** What speaks against closing: the month is not over somewhere, an earlier one is open, drafts wait. */
  async obstacles(month: LocalDate): Promise<{ running: boolean; earlier: LocalDate | null; drafts: number }> {
    const row = await this.database.queryOne<{ running: boolean; earlier: LocalDate | null; drafts: number }>(
      `select (select coalesce(bool_or((app_now() at time zone z.time_zone)::date < ($1::date + interval '1 month')::date), false)
                 from (select time_zone from sites union select time_zone from billing_accounts) z) as running,
              (select min(g)::date from generate_series(
                 (select date_trunc('month', min(posted_on)::timestamp) from ledger_entries where posted_on < $1),
                 $1::date - interval '1 day', interval '1 month') g
                where not exists (select from accounting_periods p where p.month = g::date and p.state = 'CLOSED')) as earlier,
              (select count(*)::int from invoices where status = 'DRAFT' and issued_on < ($1::date + interval '1 month')::date)
                as drafts`,
      [month],
    );
    return row ?? { running: true, earlier: null, drafts: 0 };
  }

  /** False when it is closed already. */
  async close(month: LocalDate, figures: object, closedBy: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into accounting_periods (month, state, closed_at, closed_by, figures) values ($1, 'CLOSED', app_now(), $2, $3)
       on conflict (month) do update set state = 'CLOSED', closed_at = excluded.closed_at, closed_by = excluded.closed_by,
              figures = excluded.figures, version = accounting_periods.version + 1 where accounting_periods.state = 'OPEN'`,
      [month, closedBy, figures],
    );
    return affected === 1;
  }

  /** The last closed month; only that one can be opened again. */
  async lastClosed(): Promise<LocalDate | undefined> {
    const row = await this.database.queryOne<{ month: LocalDate | null }>(
      `select max(month) as month from accounting_periods where state = 'CLOSED'`,
    );
    return row?.month ?? undefined;
  }

  async reopen(month: LocalDate): Promise<void> {
    await this.database.execute(
      `update accounting_periods set state = 'OPEN', closed_at = null, closed_by = null, version = version + 1
        where month = $1`,
      [month],
    );
  }

  /** Every account that moved before the end of the month; in one statement, so of one moment. */
  async trialBalance(month: LocalDate): Promise<TrialBalanceRow[]> {
    return this.database.query(
      `with base as (
         select month, figures from accounting_periods where state = 'CLOSED' and month < $1 order by month desc limit 1
       ), carried as (
         select f->>'account' as account, f->>'currency' as currency, (f->>'closing')::bigint as amount
           from base, jsonb_array_elements(base.figures->'accounts') f
       ), rows as (
         select account, currency, sum(amount) as opening, 0 as debit, 0 as credit from carried group by 1, 2
         union all
         select account, currency, coalesce(sum(amount) filter (where posted_on < $1), 0),
                coalesce(sum(amount) filter (where posted_on >= $1 and amount > 0), 0),
                coalesce(sum(amount) filter (where posted_on >= $1 and amount < 0), 0)
           from ledger_entries
          where posted_on < ($1::date + interval '1 month')::date
            and posted_on >= coalesce((select (month + interval '1 month')::date from base), date '1970-01-01')
          group by 1, 2
       )
       select account, currency, sum(opening)::bigint as opening, sum(debit)::bigint as debit, sum(credit)::bigint as credit,
              (sum(opening) + sum(debit) + sum(credit))::bigint as closing
         from rows group by account, currency order by account, currency`,
      [month],
    );
  }
}
