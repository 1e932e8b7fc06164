import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { UNKNOWN_HEALTH } from '../domain/health/health-judge';
import { NO_FACTS, type Nullable, type ProbeFacts } from '../domain/health/probe-facts';
import { type ProbeRecord, type ProbeTarget } from './probe-target';

/** A claimed router is left alone for so long, should its prober die. */
const CLAIM = `interval '90 seconds'`;
const SLOW = `interval '1 hour'`;

/** A refused password is not tried again before its pause is over: routers log it and lock accounts. */
const WATCHED = `r.mode <> 'DISABLED'
  and not coalesce(r.last_error_code = 'AUTH_FAILED' and r.next_attempt_at > clock_timestamp(), false)`;

type TargetRow = Omit<ProbeTarget, 'memory'> & { memory: Partial<ProbeTarget['memory']>; health: string };

/** Whose turn it is, and what came of it. Only the machinery comes here. Times are PostgreSQL's own. */
@Injectable()
export class ProbeRepository {
  constructor(private readonly database: Database) {}

  /** Every router has a row. */
  async ensureRows(): Promise<void> {
    await this.database.execute(
      `insert into router_health (router_id) select id from routers r
        where not exists (select from router_health h where h.router_id = r.id) on conflict do nothing`,
    );
  }

  /** Routers whose turn it is; each is claimed by one process at a time. */
  async claimDue(trafficIntervalMs: number, limit: number): Promise<ProbeTarget[]> {
    return this.claim('h.next_probe_at <= clock_timestamp()', [trafficIntervalMs, limit]);
  }

  /** This router, whether or not it is its turn. undefined when it is not watched. */
  async claimOne(id: string, trafficIntervalMs: number): Promise<ProbeTarget | undefined> {
    await this.database.execute(`insert into router_health (router_id) values ($1) on conflict do nothing`, [id]);
    return (await this.claim('h.router_id = $3', [trafficIntervalMs, 1, id]))[0];
  }

  private async claim(which: string, parameters: unknown[]): Promise<ProbeTarget[]> {
    const rows = await this.database.query<TargetRow>(
      `with due as materialized (
         select h.router_id from router_health h join routers r on r.id = h.router_id
          where ${which} and ${WATCHED}
          order by h.next_probe_at limit $2 for update of h skip locked
       )
       update router_health h set claim = h.claim + 1, next_probe_at = clock_timestamp() + ${CLAIM}
         from due join routers r on r.id = due.router_id
        where h.router_id = due.router_id
       returning h.router_id as id, r.name, r.site_id as "siteId", r.mode, r.version, r.failures, h.claim, h.memory,
         r.health, h.facts, h.alerted, r.booted_at as "bootedAt", h.rebooted_at as "rebootedAt",
         coalesce(r.capabilities->'licence'->'limits', '{"pppoe": null, "hotspot": null}') as licence,
         coalesce(h.slow_facts_at < clock_timestamp() - ${SLOW}, true) as "slowDue",
         coalesce(h.counters_at < clock_timestamp() - $1::int * interval '1 millisecond', true) as "trafficDue",
         h.monitored_interfaces as "monitoredInterfaces", h.counters, h.counters_at as "countersAt",
         clock_timestamp() as now`,
      parameters,
    );
    return rows.map(({ health, memory, ...row }) => ({
      ...row,
      memory: { ...UNKNOWN_HEALTH, ...memory, state: health as ProbeTarget['memory']['state'] },
    }));
  }

  /** False when somebody else has claimed the router since: nothing is written then. Locks the router's row of health. */
  async record(record: ProbeRecord, alerted: Readonly<Record<string, string>>): Promise<boolean> {
    const { target, memory, answer, rebootedAt, nextInMs } = record;
    const { affected } = await this.database.execute(
      `update router_health set
         next_probe_at = clock_timestamp() + $3::int * interval '1 millisecond', probed_at = clock_timestamp(),
         memory = $4, conditions = $5, alerted = $6, rebooted_at = $7,
         facts = coalesce($8, facts), facts_at = coalesce($9, facts_at),
         slow_facts_at = case when $10 then clock_timestamp() else slow_facts_at end,
         counters = coalesce($11, counters), counters_at = case when $11::jsonb is null then counters_at else $9 end
       where router_id = $1 and claim = $2`,
      [
        ...[target.id, target.claim.toString(), nextInMs],
        ...[JSON.stringify(memory), memory.conditions, JSON.stringify(alerted), rebootedAt],
        ...[answer ? JSON.stringify(answer.facts) : null, answer?.at ?? null, answer?.slow ?? false],
        answer?.counters ? JSON.stringify(answer.counters) : null,
      ],
    );
    return affected === 1;
  }

  /** The router's own row: its state, and what it told of itself. */
  async recordRouter({ target, memory, answer }: ProbeRecord): Promise<void> {
    const told: Nullable<ProbeFacts> = answer?.facts ?? NO_FACTS;
    await this.database.execute(
      `update routers set
         health = $2, health_changed_at = case when health = $2 then health_changed_at else now() end,
         last_seen_at = case when $3 then now() else last_seen_at end,
         failures = case when $3 then 0 else failures end,
         next_attempt_at = case when $3 then null else next_attempt_at end,
         last_error_code = case when $3 then null else last_error_code end,
         last_error = case when $3 then null else last_error end,
         identity = coalesce($4, identity), ros_version = coalesce($5, ros_version),
         board_name = coalesce($6, board_name), booted_at = coalesce($7, booted_at),
         cpu_load = case when $3 then $8 else cpu_load end,
         clock_skew_ms = case when $3 then $9::bigint else clock_skew_ms end
       where id = $1`,
      [
        ...[target.id, memory.state, answer !== undefined, told.identity, told.rosVersion, told.boardName],
        ...[answer?.bootedAt ?? null, told.cpuLoad, told.clockSkewMs],
      ],
    );
  }

  /** A router that was away, or was started anew, is compared as a whole. */
  async wantFullSync(id: string): Promise<void> {
    await this.database.execute(`update routers set full_sync_wanted_at = clock_timestamp() where id = $1`, [id]);
  }

  /** @returns id of the change */
  async insertChange({ target, memory, errorCode }: ProbeRecord): Promise<string> {
    const id = uuidv7();
    await this.database.execute(
      `insert into router_health_changes (id, router_id, from_state, to_state, conditions, error_code)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, target.id, target.memory.state, memory.state, memory.conditions, errorCode],
    );
    return id;
  }

  /** Routers that are not watched although alerts of theirs are open; their alerts are forgotten here. */
  async takeUnwatched(): Promise<{ id: string; kinds: string[] }[]> {
    return this.database.query(
      `with gone as materialized (
         select h.router_id, h.alerted from router_health h join routers r on r.id = h.router_id
          where r.mode = 'DISABLED' and h.alerted <> '{}' for update of h skip locked
       )
       update router_health h set alerted = '{}' from gone where gone.router_id = h.router_id
       returning h.router_id as id, array(select jsonb_object_keys(gone.alerted)) as kinds`,
    );
  }
}
