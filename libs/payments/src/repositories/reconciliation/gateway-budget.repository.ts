import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { POLLING } from '../../domain/reconciliation/polling-budget';

/** The counters behind `GatewayBudget`: one row per account, every change one statement, for all processes together. */
@Injectable()
export class GatewayBudgetRepository {
  constructor(private readonly database: Database) {}

  /** A bucket kept as the moment at which it is full again: one question moves it on by its share of the minute and hour. */
  async take(accountId: string): Promise<boolean> {
    const row = await this.database.queryOne(
      `with t as materialized (select app_now() as now, $2 * interval '1 millisecond' as minute,
                                      $3 * interval '1 millisecond' as hour)
       insert into gateway_budgets as b (account_id, minute_free_at, hour_free_at)
       select $1, t.now + t.minute, t.now + t.hour from t
       on conflict (account_id) do update
         set minute_free_at = greatest(b.minute_free_at, (select now from t)) + (select minute from t),
             hour_free_at = greatest(b.hour_free_at, (select now from t)) + (select hour from t)
       where coalesce(b.paused_until_at <= (select now from t), true)
         and b.minute_free_at + (select minute from t) <= (select now from t) + interval '1 minute'
         and b.hour_free_at + (select hour from t) <= (select now from t) + interval '1 hour'
       returning account_id`,
      [accountId, 60_000 / POLLING.perMinute, 3_600_000 / POLLING.perHour],
    );
    return row !== undefined;
  }

  /** @returns the end of the pause, when this refusal is one too many */
  async refused(accountId: string, pauseMs: number): Promise<Date | null> {
    const row = await this.database.queryOne<{ until: Date | null }>(
      `with t as materialized (select app_now() as now)
       insert into gateway_budgets as b (account_id, minute_free_at, hour_free_at, refusals, refused_at)
       select $1, t.now, t.now, 1, t.now from t
       on conflict (account_id) do update
         set (refusals, refused_at, paused_until_at) = (
           select n, t.now, case when n >= $3 then t.now + $4 * interval '1 millisecond' else b.paused_until_at end
             from t, lateral (select case when b.refused_at > t.now - $2 * interval '1 millisecond'
                                          then b.refusals + 1 else 1 end as n) as counted)
       returning case when refusals >= $3 then paused_until_at end as until`,
      [accountId, POLLING.refusalWindowMs, POLLING.refusals, pauseMs],
    );
    return row?.until ?? null;
  }

  /** The gateway answers again: what was refused before is no burst any more. */
  async answered(accountId: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update gateway_budgets set refusals = 0, refused_at = null, paused_until_at = null
        where account_id = $1 and refusals > 0 and coalesce(paused_until_at <= app_now(), true)`,
      [accountId],
    );
    return affected > 0;
  }
}
