import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** Why and for how long a router is left alone. */
export interface RouterFailure {
  code: string;
  message: string;
  retryInMs: number;
}

/** State of routers as the machinery sees it; operators' edits are {@link RouterRepository}'s. Times are PostgreSQL's own. */
@Injectable()
export class RouterHealthRepository {
  constructor(private readonly database: Database) {}

  async wantFullSync(id: string): Promise<void> {
    await this.database.execute(`update routers set full_sync_wanted_at = clock_timestamp() where id = $1`, [id]);
  }

  /** The next run tries at once. That the router was away stays known, until it answers. */
  async forgetBackoff(id: string): Promise<void> {
    await this.database.execute(
      `update routers set failures = least(failures, 1), next_attempt_at = null
        where id = $1 and (failures > 1 or next_attempt_at is not null)`,
      [id],
    );
  }

  /** Present time of PostgreSQL in full precision, as {@link finishFullSync} wants it. */
  async instant(): Promise<string> {
    const row = await this.database.queryOne<{ now: string }>(`select clock_timestamp()::text as now`);
    if (!row) throw new Error('the database gave no time');
    return row.now;
  }

  /** @param begunAt {@link instant} before the router was read; a wish that came later stays */
  async finishFullSync(id: string, begunAt: string): Promise<void> {
    await this.database.execute(`update routers set last_full_sync_at = $2::timestamptz where id = $1`, [id, begunAt]);
  }

  /** The router answered. Writes nothing while that is no news; one that was away gets a full sync. Its health is the probes' business. */
  async recordAnswer(id: string): Promise<void> {
    await this.database.execute(
      `update routers set
         full_sync_wanted_at = case when failures > 0 then clock_timestamp() else full_sync_wanted_at end,
         failures = 0, next_attempt_at = null, last_error_code = null, last_error = null, last_seen_at = now()
       where id = $1 and (failures > 0 or next_attempt_at is not null
         or coalesce(last_seen_at < now() - interval '10 seconds', true))`,
      [id],
    );
  }

  /** The router did not answer, or refused us altogether: it is left alone for a while, and its next probe is hurried. */
  async recordFailure(id: string, failure: RouterFailure): Promise<void> {
    await this.database.execute(
      `with failed as (
         update routers set failures = failures + 1, last_error_code = $2, last_error = $3,
           next_attempt_at = clock_timestamp() + $4::int * interval '1 millisecond'
         where id = $1
       )
       update router_health set next_probe_at = clock_timestamp() where router_id = $1 and probed_at < now() - interval '2 seconds'
          and next_probe_at < now() + interval '60 seconds' and next_probe_at > clock_timestamp()`,
      [id, failure.code, failure.message, failure.retryInMs],
    );
  }
}
