import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, HOT } from '@app/platform';

/** What the database knows about time. Product time is real time plus the offset of the travelling clock. */
export interface DatabaseTimes {
  /** Clock of the server. */
  realNow: Date;
  /** Product time. */
  now: Date;
  /** Newest `as_of` of any tick or run of the scope, in product time. */
  lastAsOf: Date | null;
  /** `as_of` of the last tick that went through, in product time. */
  lastTick: Date | null;
  /** Newest sign of life of any process, in product time. */
  lastHeartbeat: Date | null;
  /** Somebody has to confirm the clock first. */
  isHeld: boolean;
}

/** A process that is, or was, alive. */
export interface Heartbeat {
  processKey: string;
  wallAt: Date;
  monotonicMs: bigint;
}

/** A clock that jumped and waits for somebody to look. */
export interface ClockFault {
  id: string;
  processKey: string;
  jumpMs: bigint;
  seenAt: Date;
}

/** Heartbeats, ticks and faults of the clock (billing.md G7). */
@Injectable()
export class BillingClockRepository {
  constructor(private readonly database: Database) {}

  /** @param siteId null: of every site */
  async times(siteId: string | null): Promise<DatabaseTimes> {
    const row = await this.database.queryOne<DatabaseTimes>(
      `select clock_timestamp() as "realNow", app_now() as now,
              greatest((select max(as_of) from billing_runs
                         where not dry_run and (site_id is null or $1::uuid is null or site_id = $1)),
                       (select max(as_of) from billing_ticks
                         where site_id is null or $1::uuid is null or site_id = $1)) as "lastAsOf",
              (select max(as_of) from billing_ticks where site_id is null or site_id = $1) as "lastTick",
              (select max(wall_at) from clock_heartbeats) as "lastHeartbeat",
              exists (select from clock_faults where confirmed_at is null) as "isHeld"`,
      [siteId],
      HOT,
    );
    if (!row) throw new Error('the database gave no time');
    return row;
  }

  /** Notes that a tick went through. Time never goes back by it. */
  async tick(siteId: string | null, asOf: Date): Promise<void> {
    await this.database.execute(
      `insert into billing_ticks (id, site_id, as_of) values ($1, $2, $3)
       on conflict (site_id) do update set as_of = excluded.as_of where billing_ticks.as_of < excluded.as_of`,
      [uuidv7(), siteId, asOf],
      HOT,
    );
  }

  /** One row per process; those that fell silent a week ago are forgotten. */
  async beat(processKey: string, monotonicMs: number): Promise<void> {
    await this.database.execute(
      `with gone as (delete from clock_heartbeats where wall_at < app_now() - interval '7 days' and process_key <> $1)
       insert into clock_heartbeats (process_key, wall_at, monotonic_ms) values ($1, app_now(), $2)
       on conflict (process_key) do update set wall_at = excluded.wall_at, monotonic_ms = excluded.monotonic_ms`,
      [processKey, Math.round(monotonicMs)],
    );
  }

  /** Notes a fault, unless one waits already. */
  async openFault(processKey: string, jumpMs: number): Promise<void> {
    await this.database.execute(
      `insert into clock_faults (id, process_key, jump_ms, seen_at)
       select $1, $2, $3, app_now() where not exists (select from clock_faults where confirmed_at is null)`,
      [uuidv7(), processKey, Math.round(jumpMs)],
    );
  }

  async openFaults(): Promise<ClockFault[]> {
    return this.database.query(
      `select id, process_key as "processKey", jump_ms as "jumpMs", seen_at as "seenAt" from clock_faults
        where confirmed_at is null order by seen_at, id`,
    );
  }

  /** Everything that waits is confirmed. */
  async confirm(by: string): Promise<ClockFault[]> {
    return this.database.query(
      `update clock_faults set confirmed_at = app_now(), confirmed_by = $1 where confirmed_at is null
       returning id, process_key as "processKey", jump_ms as "jumpMs", seen_at as "seenAt"`,
      [by],
    );
  }

  async heartbeats(): Promise<Heartbeat[]> {
    return this.database.query(
      `select process_key as "processKey", wall_at as "wallAt", monotonic_ms as "monotonicMs"
         from clock_heartbeats order by wall_at desc, process_key limit 100`,
    );
  }
}
