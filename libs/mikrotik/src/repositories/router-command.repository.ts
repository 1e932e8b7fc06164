import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type ResourceKind } from '../domain/desired-resource';

export const COMMAND_STATES = ['PENDING', 'DEAD'] as const;
/** `DEAD`: given up until somebody tries it again. */
export type CommandState = (typeof COMMAND_STATES)[number];

/** An object that waits to be brought in step, or was given up, as people see it. */
export interface RouterCommand {
  id: string;
  routerId: string;
  routerName: string;
  siteId: string;
  kind: ResourceKind;
  key: string;
  state: CommandState;
  priority: number;
  attempts: number;
  /** An attempt began to write and its end is not known. */
  inDoubt: boolean;
  wantedAt: Date;
  nextAttemptAt: Date;
  lastErrorCode: string | null;
  lastError: string | null;
}

/** What waits for one router. */
export interface RouterBacklog {
  routerId: string;
  routerName: string;
  siteId: string;
  pending: number;
  dead: number;
  /** Age of the oldest that waits and could be written: not of the dead, not of what the brake holds. */
  oldestSeconds: number;
  /** The router is in maintenance or held by the brake: that it waits is meant. */
  paused: boolean;
}

const WAITING = 'i.wanted_version > i.applied_version';

const list = new KeysetList<'wantedAt' | 'priority'>({
  select: `select i.id, i.router_id as "routerId", r.name as "routerName", r.site_id as "siteId", i.kind,
      i.resource_key as key, case when i.dead then 'DEAD' else 'PENDING' end as state, i.priority, i.attempts,
      i.in_doubt as "inDoubt", i.wanted_at as "wantedAt", i.next_attempt_at as "nextAttemptAt",
      i.last_error_code as "lastErrorCode", i.last_error as "lastError"
    from router_sync_items i join routers r on r.id = i.router_id`,
  id: 'i.id',
  sorts: {
    wantedAt: { sql: 'i.wanted_at', type: 'timestamptz' },
    priority: { sql: 'i.priority::int', type: 'integer' },
  },
  defaultSort: 'wantedAt',
});

/** The command queue as people and the watch see it; the worker's side is {@link SyncItemRepository}. */
@Injectable()
export class RouterCommandRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** What waits or was given up, of the actor's sites. */
  async page(request: ListRequest, conditions: readonly Condition[]): Promise<Page<RouterCommand>> {
    const waiting = { sql: WAITING, parameters: [] };
    return list.page<RouterCommand>(this.database, request, [waiting, this.scope.site('r.site_id'), ...conditions]);
  }

  /**
   * Makes one due at once, dead or not.
   *
   * @returns its router; undefined when there is none of that id in the scope that waits
   */
  async revive(id: string): Promise<{ routerId: string; siteId: string; kind: ResourceKind; key: string } | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('r.site_id').into(parameters);
    return this.database.queryOne(
      `update router_sync_items i set dead = false, attempts = 0, next_attempt_at = now()
         from routers r
        where i.id = $1 and r.id = i.router_id and ${WAITING} and ${mine}
       returning i.router_id as "routerId", r.site_id as "siteId", i.kind, i.resource_key as key`,
      parameters,
    );
  }

  /** Every router for which something waits, of all sites: for the meters and the alert rule. */
  async backlogs(): Promise<RouterBacklog[]> {
    return this.database.query<RouterBacklog>(
      `select r.id as "routerId", r.name as "routerName", r.site_id as "siteId",
              count(*) filter (where not i.dead)::int as pending, count(*) filter (where i.dead)::int as dead,
              coalesce(extract(epoch from clock_timestamp() - min(i.wanted_at) filter (where not i.dead)), 0)::float8
                as "oldestSeconds",
              r.mode <> 'MANAGED' or s.braked_at is not null as paused
         from router_sync_items i
         join routers r on r.id = i.router_id
         left join router_sync_states s on s.router_id = r.id
        where ${WAITING}
        group by r.id, s.braked_at`,
    );
  }
}
