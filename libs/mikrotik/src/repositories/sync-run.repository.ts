import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type BrakeReason } from '../domain/brake';
import {
  type DriftEntry,
  type KindCounts,
  type PlanCounts,
  type SyncRunOutcome,
  type SyncTrigger,
} from '../domain/drift';

/** One comparison of a whole router, and what it found. */
export interface SyncRun extends PlanCounts {
  id: string;
  routerId: string;
  routerName: string;
  siteId: string;
  trigger: SyncTrigger;
  outcome: SyncRunOutcome;
  startedAt: Date;
  finishedAt: Date;
  kinds: KindCounts[];
  brake: BrakeReason | null;
}

export type NewSyncRun = PlanCounts &
  Pick<SyncRun, 'routerId' | 'trigger' | 'outcome' | 'kinds' | 'brake'> & { startedAt: string };

export type StoredDriftEntry = DriftEntry & { id: string };

const COLUMNS = `s.id, s.router_id as "routerId", r.name as "routerName", r.site_id as "siteId", s.trigger, s.outcome,
  s.started_at as "startedAt", s.finished_at as "finishedAt", s.managed, s.in_step as "inStep", s.creates, s.updates,
  s.moves, s.removals, s.conflicts, s.foreigners, s.kinds, s.brake`;

const history = new KeysetList<'startedAt'>({
  select: `select ${COLUMNS} from router_sync_runs s join routers r on r.id = s.router_id`,
  id: 's.id',
  sorts: { startedAt: { sql: 's.started_at', type: 'timestamptz' } },
  defaultSort: '-startedAt',
});

const latest = new KeysetList<'router' | 'startedAt' | 'drift'>({
  select: `select ${COLUMNS} from routers r cross join lateral (
      select * from router_sync_runs one where one.router_id = r.id order by one.started_at desc, one.id desc limit 1
    ) s`,
  id: 's.id',
  sorts: {
    router: { sql: 'r.name', type: 'text' },
    startedAt: { sql: 's.started_at', type: 'timestamptz' },
    drift: { sql: '(s.creates + s.updates + s.moves + s.removals + s.conflicts)', type: 'integer' },
  },
  defaultSort: 'router',
});

const entries = new KeysetList<'id'>({
  select: `select e.id, e.kind, e.resource_key as key, e.action, e.changes from router_drift_entries e`,
  id: 'e.id',
  sorts: { id: { sql: 'e.id', type: 'uuid' } },
  defaultSort: 'id',
});

/** The history of comparisons. */
@Injectable()
export class SyncRunRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @param found at most so many as are worth keeping; the counts of the run are those of all */
  async insert(run: NewSyncRun, found: readonly DriftEntry[]): Promise<string> {
    const id = uuidv7();
    await this.database.execute(
      `with run as (
         insert into router_sync_runs (id, router_id, trigger, outcome, started_at, managed, in_step, creates, updates,
           moves, removals, conflicts, foreigners, kinds, brake)
         values ($1, $2, $3, $4, $5::timestamptz, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15::jsonb))
       insert into router_drift_entries (id, run_id, kind, resource_key, action, changes)
       select e.id, $1, kind, resource_key, action, changes
         from unnest($16::uuid[], $17::text[], $18::text[], $19::text[], $20::jsonb[])
           as e (id, kind, resource_key, action, changes)`,
      [
        ...[id, run.routerId, run.trigger, run.outcome, run.startedAt, run.managed, run.inStep, run.creates],
        ...[run.updates, run.moves, run.removals, run.conflicts, run.foreigners, JSON.stringify(run.kinds)],
        run.brake && JSON.stringify(run.brake),
        ...[found.map(() => uuidv7()), found.map(({ kind }) => kind), found.map(({ key }) => key)],
        ...[found.map(({ action }) => action), found.map(({ changes }) => JSON.stringify(changes))],
      ],
    );
    return id;
  }

  /** The last comparison of every router of the actor's sites. */
  async latest(request: ListRequest, conditions: readonly Condition[]): Promise<Page<SyncRun>> {
    return latest.page<SyncRun>(this.database, request, [this.scope.site('r.site_id'), ...conditions]);
  }

  async history(request: ListRequest, conditions: readonly Condition[]): Promise<Page<SyncRun>> {
    return history.page<SyncRun>(this.database, request, [this.scope.site('r.site_id'), ...conditions]);
  }

  async find(id: string): Promise<SyncRun | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('r.site_id').into(parameters);
    return this.database.queryOne<SyncRun>(
      `select ${COLUMNS} from router_sync_runs s join routers r on r.id = s.router_id where s.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** What a run found; the run itself has been found within the scope. */
  async entries(request: ListRequest, conditions: readonly Condition[]): Promise<Page<StoredDriftEntry>> {
    return entries.page<StoredDriftEntry>(this.database, request, conditions);
  }

  /** Deletes up to `limit` runs that are older than `days`, with what they found. Returns how many. */
  async purge(days: number, limit: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from router_sync_runs where id = any (array(
         select id from router_sync_runs where started_at < now() - $1 * interval '1 day' order by started_at limit $2))`,
      [days, limit],
    );
    return affected;
  }
}
