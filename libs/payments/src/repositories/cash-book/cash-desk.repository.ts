import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { type LocalDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { CollectorScope } from '../collectors/collector-scope';

/** Where an office keeps cash, and the account that it is booked to. */
export interface CashDesk {
  id: string;
  /** Null: of all sites together. */
  siteId: string | null;
  account: CashAccount;
  name: string;
  active: boolean;
  currency: string;
  /** In which its days are counted. */
  timeZone: string;
}

/** A day of a desk that takes nothing more, with its report as it was. */
export interface CashDay {
  deskId: string;
  day: LocalDate;
  opening: bigint;
  closing: bigint;
  report: Readonly<Record<string, unknown>>;
  prints: number;
  closedAt: Date;
  closedByName: string;
}

export interface CashCategory {
  code: string;
  direction: 'IN' | 'OUT';
  account: string;
  name: string;
}

/** An installation without any site has no desks yet: there is no currency and no day. */
const SELECT = `select d.id, d.site_id as "siteId", d.account, d.name, d.active, coalesce(s.currency, f.currency) as currency,
    coalesce(s.time_zone, f.time_zone) as "timeZone"
  from cash_desks d left join sites s on s.id = d.site_id
  cross join lateral (select currency, time_zone from sites order by code limit 1) f`;

/** Cash desks, their days and the categories of their book. */
@Injectable()
export class CashDeskRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: CollectorScope,
  ) {}

  async all(): Promise<CashDesk[]> {
    const parameters: unknown[] = [];
    const mine = this.scope.desk('d').into(parameters);
    return this.database.query<CashDesk>(`${SELECT} where ${mine} order by d.account`, parameters);
  }

  async find(id: string): Promise<CashDesk | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.desk('d').into(parameters);
    return this.database.queryOne<CashDesk>(`${SELECT} where d.id = $1 and ${mine}`, parameters);
  }

  /** The desk that a site's cash lies in: its own, else the general one. */
  async ofSite(siteId: string): Promise<CashDesk | undefined> {
    return this.database.queryOne<CashDesk>(
      `${SELECT} where d.active and (d.site_id = $1 or d.site_id is null) order by d.site_id nulls last, d.account limit 1`,
      [siteId],
      HOT,
    );
  }

  async ofAccount(account: string): Promise<CashDesk | undefined> {
    return this.database.queryOne<CashDesk>(`${SELECT} where d.account = $1`, [account], HOT);
  }

  async byId(id: string): Promise<CashDesk | undefined> {
    return this.database.queryOne<CashDesk>(`${SELECT} where d.id = $1`, [id], HOT);
  }

  async insert(desk: Pick<CashDesk, 'id' | 'siteId' | 'account' | 'name'>): Promise<boolean> {
    const { affected } = await this.database.execute(
      'insert into cash_desks (id, site_id, account, name) values ($1, $2, $3, $4) on conflict (account) do nothing',
      [desk.id, desk.siteId, desk.account, desk.name],
    );
    return affected === 1;
  }

  /** Who closes the day waits for everybody who books, and the other way round. */
  async lock(id: string, how: 'share' | 'update'): Promise<void> {
    await this.database.query(`select 1 from cash_desks where id = $1 for ${how}`, [id], HOT);
  }

  /** The day that it is there, and whether that day, or a later one, is closed. Only under the lock. */
  async today(deskId: string, timeZone: string): Promise<{ day: LocalDate; closed: boolean }> {
    const row = await this.database.queryOne<{ day: LocalDate; closed: boolean }>(
      `select day, exists (select from cash_days c where c.desk_id = $1 and c.day >= today.day) as closed
         from (select (app_now() at time zone $2::text)::date as day) today`,
      [deskId, timeZone],
      HOT,
    );
    if (!row) throw new Error('the database gave no day');
    return row;
  }

  /** Is this day, or a later one, closed? Only under the lock. */
  async isClosed(deskId: string, day: LocalDate): Promise<boolean> {
    const row = await this.database.queryOne(
      'select 1 as closed from cash_days where desk_id = $1 and day >= $2 limit 1',
      [deskId, day],
    );
    return row !== undefined;
  }

  async day(deskId: string, day: LocalDate): Promise<CashDay | undefined> {
    return this.database.queryOne<CashDay>(
      `select desk_id as "deskId", day, opening_amount as opening, closing_amount as closing, report, prints,
              closed_at as "closedAt", closed_by_name as "closedByName" from cash_days where desk_id = $1 and day = $2`,
      [deskId, day],
    );
  }

  async insertDay(day: Omit<CashDay, 'prints'> & { currency: string; closedBy: string }): Promise<void> {
    await this.database.execute(
      `insert into cash_days (desk_id, day, currency, opening_amount, closing_amount, report, closed_at, closed_by,
                              closed_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[day.deskId, day.day, day.currency, day.opening, day.closing, JSON.stringify(day.report)],
        ...[day.closedAt, day.closedBy, day.closedByName],
      ],
    );
  }

  /** Counts a copy. */
  async printed(deskId: string, day: LocalDate): Promise<void> {
    await this.database.execute('update cash_days set prints = prints + 1 where desk_id = $1 and day = $2', [
      deskId,
      day,
    ]);
  }

  /** Shifts and entries that stand in the way of closing a day. */
  async unsettled(deskId: string, day: LocalDate): Promise<{ shifts: number; entries: number }> {
    const row = await this.database.queryOne<{ shifts: number; entries: number }>(
      `select (select count(*) from cash_closings where desk_id = $1 and day <= $2 and state <> 'APPROVED')::int as shifts,
              (select count(*) from cash_entries where desk_id = $1 and state = 'PENDING')::int as entries`,
      [deskId, day],
    );
    return row ?? { shifts: 0, entries: 0 };
  }

  async categories(): Promise<CashCategory[]> {
    return this.database.query('select code, direction, account, name from cash_categories where active order by code');
  }

  async category(code: string): Promise<CashCategory | undefined> {
    return this.database.queryOne(
      'select code, direction, account, name from cash_categories where code = $1 and active',
      [code],
    );
  }

  /** With its account in the plan. False when either is taken. */
  async insertCategory({ code, direction, account, name }: CashCategory): Promise<boolean> {
    const kind = direction === 'IN' ? 'INCOME' : 'EXPENSE';
    const added = await this.database.execute(
      'insert into ledger_accounts (code, name, kind) values ($1, $2, $3) on conflict do nothing',
      [account, name, kind],
    );
    if (added.affected === 0) return false;
    const { affected } = await this.database.execute(
      'insert into cash_categories (code, direction, account, name) values ($1, $2, $3, $4) on conflict do nothing',
      [code, direction, account, name],
    );
    return affected === 1;
  }
}
