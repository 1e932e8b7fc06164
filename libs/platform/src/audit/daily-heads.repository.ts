import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { type ChainHead } from './audit-chain.repository';
import { type DailyHead } from './audit-hash';

export interface SignedHead extends DailyHead {
  signature: Buffer;
}

/** The signed ends of days. */
@Injectable()
export class DailyHeadsRepository {
  constructor(private readonly database: Database) {}

  /** UTC days that are over and have no head yet, oldest first; the first ever is yesterday. */
  async missingDays(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ day: string }>(
      `select day::date as day
         from (select (app_now() at time zone 'UTC')::date - 1 as yesterday, (select max(day) from audit_daily_heads) as last) t,
              generate_series(coalesce(t.last + 1, t.yesterday)::timestamp, t.yesterday::timestamp, interval '1 day') as day
        order by day limit $1`,
      [limit],
    );
    return rows.map(({ day }) => day);
  }

  async chainHead(): Promise<ChainHead> {
    const head = await this.database.queryOne<ChainHead>(`select seq, hash from audit_heads where chain = 'main'`);
    if (!head) throw new Error('the audit log has lost its head');
    return head;
  }

  /** Returns whether it was this call that wrote it. */
  async insert({ day, seq, hash, signature }: SignedHead): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into audit_daily_heads (day, seq, hash, signature) values ($1, $2, $3, $4) on conflict do nothing`,
      [day, seq.toString(), hash, signature],
    );
    return affected > 0;
  }

  /** Heads that end within these places of the chain, oldest first. */
  async between(first: bigint, last: bigint): Promise<SignedHead[]> {
    return this.database.query(
      `select day, seq, hash, signature from audit_daily_heads where seq between $1 and $2 order by day`,
      [first.toString(), last.toString()],
    );
  }

  /** Days between the first and the last head that have none. */
  async gaps(): Promise<string[]> {
    const rows = await this.database.query<{ day: string }>(
      `select g.wanted::date as day
         from (select min(day) as first, max(day) as last from audit_daily_heads) t,
              generate_series(t.first::timestamp, t.last::timestamp, interval '1 day') as g (wanted)
        where not exists (select from audit_daily_heads h where h.day = g.wanted::date)
        order by 1 limit 1`,
    );
    return rows.map(({ day }) => day);
  }
}
