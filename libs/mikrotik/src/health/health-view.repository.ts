import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type GrantedSessions, type ProbeFacts } from '../domain/health/probe-facts';
import { type RouterHealth, type RouterMode } from '../entities/router.entity';

/** How one router is. */
export interface RouterHealthView {
  /** Of the router. */
  id: string;
  name: string;
  siteId: string;
  mode: RouterMode;
  health: RouterHealth;
  healthChangedAt: Date | null;
  conditions: string[];
  facts: Partial<ProbeFacts>;
  factsAt: Date | null;
  probedAt: Date | null;
  bootedAt: Date | null;
  licence: GrantedSessions;
  lastErrorCode: string | null;
  monitoredInterfaces: string[] | null;
}

/** A change of state. */
export interface HealthChangeView {
  id: string;
  from: RouterHealth;
  to: RouterHealth;
  conditions: string[];
  errorCode: string | null;
  changedAt: Date;
}

export interface FleetFilter {
  siteId?: string | undefined;
  health?: RouterHealth | undefined;
}

const SELECT = `select r.id, r.name, r.site_id as "siteId", r.mode, r.health, r.health_changed_at as "healthChangedAt",
    coalesce(h.conditions, '{}') as conditions, coalesce(h.facts, '{}') as facts, h.facts_at as "factsAt",
    h.probed_at as "probedAt", r.booted_at as "bootedAt",
    coalesce(r.capabilities->'licence'->'limits', '{"pppoe": null, "hotspot": null}') as licence,
    r.last_error_code as "lastErrorCode", h.monitored_interfaces as "monitoredInterfaces"
  from routers r left join router_health h on h.router_id = r.id`;

/** Worst first; among equals the one with more wrong. */
const RANK = `(array_position(array['OFFLINE', 'DEGRADED', 'UNKNOWN', 'ONLINE'], r.health) * 100
  - least(99, coalesce(cardinality(h.conditions), 0)))`;

const fleet = new KeysetList<'worst' | 'name'>({
  select: SELECT,
  id: 'r.id',
  sorts: { worst: { sql: RANK, type: 'integer' }, name: { sql: 'r.name', type: 'text' } },
  defaultSort: 'worst',
});

const changes = new KeysetList<'changedAt'>({
  select: `select c.id, c.from_state as "from", c.to_state as "to", c.conditions, c.error_code as "errorCode",
             c.changed_at as "changedAt" from router_health_changes c`,
  id: 'c.id',
  sorts: { changedAt: { sql: 'c.changed_at', type: 'timestamptz' } },
  defaultSort: '-changedAt',
});

/** How routers are, for people, within their scope. */
@Injectable()
export class HealthViewRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<RouterHealthView | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('r.site_id').into(parameters);
    return this.database.queryOne<RouterHealthView>(`${SELECT} where r.id = $1 and ${mine}`, parameters);
  }

  /** Routers that are not disabled. */
  async fleet(request: ListRequest, filter: FleetFilter): Promise<Page<RouterHealthView>> {
    return fleet.page<RouterHealthView>(this.database, request, this.conditions(filter));
  }

  async counts({ siteId }: FleetFilter): Promise<Partial<Record<RouterHealth, number>>> {
    const parameters: unknown[] = [siteId ?? null];
    const mine = this.scope.site('r.site_id').into(parameters);
    const rows = await this.database.query<{ health: RouterHealth; count: number }>(
      `select r.health, count(*)::int as count from routers r
        where r.mode <> 'DISABLED' and ($1::uuid is null or r.site_id = $1) and ${mine} group by r.health`,
      parameters,
    );
    return Object.fromEntries(rows.map(({ health, count }) => [health, count]));
  }

  /** Only for a router that was found within the scope. */
  async changes(routerId: string, request: ListRequest): Promise<Page<HealthChangeView>> {
    return changes.page<HealthChangeView>(this.database, request, [condition('c.router_id = $?', routerId)]);
  }

  /** @param names null: all Ethernet interfaces */
  async setInterfaces(routerId: string, names: readonly string[] | null): Promise<void> {
    await this.database.execute(
      `insert into router_health (router_id, monitored_interfaces) values ($1, $2)
       on conflict (router_id) do update set monitored_interfaces = excluded.monitored_interfaces, counters = '{}', counters_at = null`,
      [routerId, names],
    );
  }

  private conditions({ siteId, health }: FleetFilter): Condition[] {
    const parts: Condition[] = [this.scope.site('r.site_id'), condition(`r.mode <> 'DISABLED'`)];
    if (siteId !== undefined) parts.push(condition('r.site_id = $?', siteId));
    if (health !== undefined) parts.push(condition('r.health = $?', health));
    return parts;
  }
}
