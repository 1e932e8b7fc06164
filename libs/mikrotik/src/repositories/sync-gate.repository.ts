import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';
import { SYNC_PRIORITY } from '../domain/desired-resource';
import { type SyncTrigger } from '../domain/drift';

/** What a sync run has to know before it begins. */
export interface SyncGate {
  id: string;
  name: string;
  siteId: string;
  version: number;
  failures: number;
  /** Managed, and not in a backoff. */
  open: boolean;
  /** That it answers was noted just now. */
  noted: boolean;
  /** A plan is held: only what is urgent may be written. */
  braked: boolean;
  fullSyncDue: boolean;
  /** Why a full sync would be done now. */
  trigger: SyncTrigger;
}

/** A full sync is due: wanted since the last one began, never done, or too long ago (spread by the router's id). */
const fullSyncDue = (interval: string): string => `(
  r.last_full_sync_at is null or r.full_sync_wanted_at > r.last_full_sync_at
  or r.last_full_sync_at < clock_timestamp()
     - ${interval}::int * interval '1 millisecond' * (0.9 + (abs(hashtext(r.id::text)) % 21) / 100.0)
)`;

const OPEN = `r.mode = 'MANAGED' and coalesce(r.next_attempt_at <= clock_timestamp(), true)`;

/** Which routers may be written to, and which of them have to be. Times are PostgreSQL's own. */
@Injectable()
export class SyncGateRepository {
  constructor(private readonly database: Database) {}

  async gate(id: string, fullSyncIntervalMs: number): Promise<SyncGate | undefined> {
    return this.database.queryOne<SyncGate>(
      `select r.id, r.name, r.site_id as "siteId", r.version, r.failures, ${fullSyncDue('$2')} as "fullSyncDue",
              ${OPEN} as open,
              r.failures = 0 and r.next_attempt_at is null
                and coalesce(r.last_seen_at > now() - interval '10 seconds', false) as noted,
              s.braked_at is not null as braked,
              case when r.last_full_sync_at is null then 'FIRST'
                   when s.demanded_at > r.last_full_sync_at then 'DEMAND'
                   when r.full_sync_wanted_at > r.last_full_sync_at then 'RETURN'
                   else 'INTERVAL' end as trigger
         from routers r left join router_sync_states s on s.router_id = r.id
        where r.id = $1`,
      [id, fullSyncIntervalMs],
      HOT,
    );
  }

  /**
   * May the router be written to, and is there something to do right now? Items that a running transaction is marking again
   * do not count yet: its commit wakes somebody.
   */
  async hasWork(id: string, fullSyncIntervalMs: number): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 from routers r left join router_sync_states s on s.router_id = r.id
        where r.id = $1 and ${OPEN}
          and (${fullSyncDue('$2')} or exists (
            select 1 from router_sync_items i
             where i.router_id = $1 and i.wanted_version > i.applied_version and not i.dead
               and (s.braked_at is null or i.priority <= ${SYNC_PRIORITY.RESTORE})
               and i.next_attempt_at <= clock_timestamp()
             limit 1 for update of i skip locked))`,
      [id, fullSyncIntervalMs],
      HOT,
    );
    return row !== undefined;
  }

  /** Managed routers out of backoff that have something to do, and how often each has failed since it last answered. */
  async withDueWork(fullSyncIntervalMs: number): Promise<{ id: string; failures: number }[]> {
    return this.database.query<{ id: string; failures: number }>(
      `select r.id, r.failures from routers r left join router_sync_states s on s.router_id = r.id
        where ${OPEN}
          and (${fullSyncDue('$1')} or exists (
            select 1 from router_sync_items i
             where i.router_id = r.id and i.wanted_version > i.applied_version and not i.dead
               and (s.braked_at is null or i.priority <= ${SYNC_PRIORITY.RESTORE})
               and i.next_attempt_at <= clock_timestamp()))`,
      [fullSyncIntervalMs],
    );
  }
}
