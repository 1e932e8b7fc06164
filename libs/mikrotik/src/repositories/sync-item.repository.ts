import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';
import { type ResourceKey, type ResourceKind, SYNC_PRIORITY } from '../domain/desired-resource';

/** What {@link SyncItemRepository.markDirty} is given. */
export interface DirtyItem {
  routerId: string;
  kind: ResourceKind;
  key: string;
  priority: number;
}

/** An object that waits to be brought in step. */
export interface PendingItem {
  kind: ResourceKind;
  key: string;
  /** The mark that this attempt answers; a newer one stays pending. */
  wantedVersion: bigint;
  attempts: number;
  /** As `SYNC_PRIORITY`; what a full sync found out of step has the lowest. */
  priority: number;
  /** An earlier attempt began to write and its end is not known: its session may still have to be kicked. */
  inDoubt: boolean;
}

/** The end of one attempt that did not succeed. */
export interface FailedItem {
  kind: ResourceKind;
  key: string;
  code: string;
  message: string;
  dead: boolean;
  retryInMs: number;
}

const UPSERT = `
  insert into router_sync_items as i (router_id, kind, resource_key, priority)
  select router_id, kind, resource_key, min(priority)
    from unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) as d (router_id, kind, resource_key, priority)
   group by router_id, kind, resource_key
   order by router_id, kind, resource_key
  on conflict (router_id, kind, resource_key) do update set
    priority = case when i.wanted_version > i.applied_version then least(i.priority, excluded.priority)
                    else excluded.priority end,
    wanted_version = i.wanted_version + 1,
    wanted_at = case when i.wanted_version > i.applied_version and not i.dead then i.wanted_at else now() end,
    attempts = 0, dead = false, next_attempt_at = now(), last_error_code = null, last_error = null`;

const URGENT = SYNC_PRIORITY.RESTORE;

const DUE = `wanted_version > applied_version and not dead and next_attempt_at <= clock_timestamp()`;

const COLUMNS = `kind, resource_key as key, wanted_version as "wantedVersion", attempts, priority, in_doubt as "inDoubt"`;

/**
 * Rows that a running transaction is marking again are left alone: they stay pending, and nobody waits for us or dies of a
 * deadlock.
 */
const FREE_ROWS = `
  free as (
    select i.router_id, i.kind, i.resource_key, d.* from router_sync_items i
      join d on d.d_kind = i.kind and d.d_key = i.resource_key
     where i.router_id = $1 for update of i skip locked
  )`;

/**
 * The durable queue of objects to bring in step, one row per object and router. Times are PostgreSQL's own. Only
 * `markDirty` ever waits for a row lock.
 */
@Injectable()
export class SyncItemRepository {
  constructor(private readonly database: Database) {}

  /** One statement for any number; rows are locked in key order, so concurrent callers cannot block each other in a ring. */
  async markDirty(items: readonly DirtyItem[]): Promise<void> {
    await this.database.execute(
      UPSERT,
      [
        items.map((item) => item.routerId),
        items.map((item) => item.kind),
        items.map((item) => item.key),
        items.map((item) => item.priority),
      ],
      HOT,
    );
  }

  /**
   * The next due items, oldest first, marked as being in doubt from now on: the urgent ones alone as long as there are any,
   * then the others. `inDoubt` of the answer says what it was before.
   *
   * @param urgentOnly leave the others alone
   */
  async claimDue(routerId: string, limit: number, urgentOnly = false): Promise<PendingItem[]> {
    return this.database.query<PendingItem>(
      `with tier as (
         select priority <= ${URGENT} as urgent from router_sync_items
          where router_id = $1 and ${DUE} and (priority <= ${URGENT} or not $3)
          order by priority limit 1
       ), due as (
         select router_id, kind, resource_key, wanted_version, attempts, in_doubt, priority, wanted_at
           from router_sync_items
          where router_id = $1 and ${DUE} and (priority <= ${URGENT}) = (select urgent from tier)
          order by priority, wanted_at, kind, resource_key limit $2
            for update skip locked
       ), claimed as (
         update router_sync_items i set in_doubt = true from due
          where i.router_id = due.router_id and i.kind = due.kind and i.resource_key = due.resource_key
       )
       select ${COLUMNS} from due order by priority, wanted_at, kind, resource_key`,
      [routerId, limit, urgentOnly],
      HOT,
    );
  }

  /** Items that have been given up. */
  async dead(routerId: string): Promise<PendingItem[]> {
    return this.database.query<PendingItem>(
      `select ${COLUMNS} from router_sync_items where router_id = $1 and dead and wanted_version > applied_version`,
      [routerId],
    );
  }

  /**
   * Objects that a full sync found out of step become items of the lowest urgency; what waits already, or is dead, stays
   * as it is.
   */
  async raiseDrift(routerId: string, keys: readonly ResourceKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.execute(
      `with d as (select * from unnest($2::text[], $3::text[]) as d (d_kind, d_key)), ${FREE_ROWS},
       raised as (
         update router_sync_items i set
           wanted_version = i.applied_version + 1, wanted_at = now(), next_attempt_at = now(), attempts = 0,
           priority = $4
         from free where i.router_id = $1 and i.kind = free.kind and i.resource_key = free.resource_key
           and i.wanted_version <= i.applied_version
       )
       insert into router_sync_items (router_id, kind, resource_key, priority)
       select $1, d_kind, d_key, $4 from d
        where not exists (
          select 1 from router_sync_items i where i.router_id = $1 and i.kind = d_kind and i.resource_key = d_key)
       on conflict do nothing`,
      [routerId, keys.map(({ kind }) => kind), keys.map(({ key }) => key), SYNC_PRIORITY.BULK],
    );
  }

  /** Records success of exactly the versions that were read; an item marked again meanwhile stays pending. */
  async settle(routerId: string, items: readonly PendingItem[]): Promise<void> {
    if (items.length === 0) return;
    await this.database.execute(
      `with d as (select * from unnest($2::text[], $3::text[], $4::bigint[]) as d (d_kind, d_key, version)), ${FREE_ROWS}
       update router_sync_items i set
         applied_version = greatest(i.applied_version, free.version), applied_at = now(), in_doubt = false,
         dead = false, attempts = 0, last_error_code = null, last_error = null
       from free where i.router_id = $1 and i.kind = free.kind and i.resource_key = free.resource_key`,
      [
        routerId,
        items.map(({ kind }) => kind),
        items.map(({ key }) => key),
        items.map(({ wantedVersion }) => wantedVersion.toString()),
      ],
      HOT,
    );
  }

  /** Records failures of single items. A newer mark is not delayed and not declared dead by an older attempt. */
  async fail(routerId: string, items: readonly (FailedItem & { wantedVersion: bigint })[]): Promise<void> {
    if (items.length === 0) return;
    await this.database.execute(
      `with d as (
         select * from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::boolean[], $8::int[])
           as d (d_kind, d_key, version, code, message, is_dead, retry_ms)
       ), ${FREE_ROWS}
       update router_sync_items i set
         attempts = i.attempts + 1, dead = free.is_dead, last_error_code = free.code, last_error = free.message,
         next_attempt_at = clock_timestamp() + free.retry_ms * interval '1 millisecond'
       from free
       where i.router_id = $1 and i.kind = free.kind and i.resource_key = free.resource_key
         and i.wanted_version = free.version`,
      [
        routerId,
        items.map((item) => item.kind),
        items.map((item) => item.key),
        items.map((item) => item.wantedVersion.toString()),
        items.map((item) => item.code),
        items.map((item) => item.message),
        items.map((item) => item.dead),
        items.map((item) => item.retryInMs),
      ],
    );
  }

  /** Takes back the doubt of a claim that wrote nothing. */
  async release(routerId: string, items: readonly PendingItem[]): Promise<void> {
    const certain = items.filter((item) => !item.inDoubt);
    if (certain.length === 0) return;
    await this.database.execute(
      `with d as (select * from unnest($2::text[], $3::text[]) as d (d_kind, d_key)), ${FREE_ROWS}
       update router_sync_items i set in_doubt = false
       from free where i.router_id = $1 and i.kind = free.kind and i.resource_key = free.resource_key`,
      [routerId, certain.map(({ kind }) => kind), certain.map(({ key }) => key)],
    );
  }

  /** Is there an item to do right now? */
  async hasDue(routerId: string, urgentOnly = false): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 from router_sync_items
        where router_id = $1 and ${DUE} and (priority <= ${URGENT} or not $2)
        limit 1 for update skip locked`,
      [routerId, urgentOnly],
      HOT,
    );
    return row !== undefined;
  }

  /** Dead items become due again. Returns how many there were. */
  async revive(routerId: string): Promise<number> {
    const { affected } = await this.database.execute(
      `update router_sync_items set dead = false, attempts = 0, next_attempt_at = now() where router_id = $1 and dead`,
      [routerId],
    );
    return affected;
  }
}
