import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type LimitChange } from './poll.repository';

/** What is written down of limits; what counts is the view `pppoe_service_limits`. */
@Injectable()
export class UsageLimitRepository {
  constructor(private readonly database: Database) {}

  async record(changes: readonly LimitChange[]): Promise<void> {
    await this.database.execute(
      `update pppoe_usage_states u set step_no = c.step, quota_reached = c.quota
         from unnest($1::uuid[], $2::smallint[], $3::boolean[]) as c (id, step, quota) where u.subscription_id = c.id`,
      [
        changes.map(({ subscriptionId }) => subscriptionId),
        changes.map(({ stepNo }) => stepNo),
        changes.map(({ quotaReached }) => quotaReached),
      ],
    );
  }

  /** Services that are limited although nothing limits them any more: a new period, another plan. */
  async setBack(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `with over as materialized (
         select u.subscription_id, coalesce(l.step_no, 0) as step_no, coalesce(l.quota_reached, false) as quota_reached
           from pppoe_usage_states u left join pppoe_service_limits l on l.subscription_id = u.subscription_id
          where (u.step_no > 0 or u.quota_reached)
            and (coalesce(l.step_no, 0) < u.step_no or coalesce(l.quota_reached, false) < u.quota_reached)
          order by u.subscription_id limit $1 for update of u skip locked
       )
       update pppoe_usage_states u set step_no = over.step_no, quota_reached = over.quota_reached
         from over where over.subscription_id = u.subscription_id returning u.subscription_id as id`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }
}
