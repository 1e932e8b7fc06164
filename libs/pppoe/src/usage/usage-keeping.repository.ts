import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** Months out of days, and the end of what is kept for a time only. */
@Injectable()
export class UsageKeepingRepository {
  constructor(private readonly database: Database) {}

  /** Sums of this month and the one before, anew. Safe to repeat. */
  async gatherMonths(): Promise<number> {
    const { affected } = await this.database.execute(
      `insert into pppoe_usage_months as m (month, subscription_id, site_id, up_bytes, down_bytes)
       select date_trunc('month', day)::date, subscription_id, (array_agg(site_id order by day desc))[1], sum(up_bytes)::bigint,
              sum(down_bytes)::bigint
         from pppoe_usage where day >= (date_trunc('month', app_now()) - interval '1 month')::date
        group by 1, 2
       on conflict (subscription_id, month) do update set up_bytes = excluded.up_bytes, down_bytes = excluded.down_bytes
        where (m.up_bytes, m.down_bytes) <> (excluded.up_bytes, excluded.down_bytes)`,
    );
    return affected;
  }

  async purge(table: 'pppoe_usage' | 'pppoe_session_history', days: number, limit: number): Promise<number> {
    const column = table === 'pppoe_usage' ? 'day' : 'ended_at';
    const { affected } = await this.database.execute(
      `delete from ${table} s using (
         select tableoid as part, ctid as place from ${table}
          where ${column} < (app_now() - $1 * interval '1 day')::date limit $2) old
        where s.tableoid = old.part and s.ctid = old.place`,
      [days, limit],
    );
    return affected;
  }
}
