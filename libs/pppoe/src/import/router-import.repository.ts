import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type ImportSettings, type ImportState, type RowState } from '../domain/import/import-settings';

/** One import of a router's secrets. */
export interface RouterImport {
  id: string;
  routerId: string;
  siteId: string;
  state: ImportState;
  settings: ImportSettings;
  requestedBy: string;
  jobId: string | null;
  /** Null until the router was read. */
  totalCount: number | null;
  cancelRequested: boolean;
  /** Why it stopped. */
  problem: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const COLUMNS = `i.id, i.router_id as "routerId", i.site_id as "siteId", i.state, i.settings,
  i.requested_by as "requestedBy", i.job_id as "jobId", i.total_count as "totalCount",
  i.cancel_requested as "cancelRequested", i.problem, i.created_at as "createdAt", i.started_at as "startedAt",
  i.finished_at as "finishedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from router_imports i`,
  id: 'i.id',
  sorts: { createdAt: { sql: 'i.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Imports, as staff asks for them and as the worker carries them out. */
@Injectable()
export class RouterImportRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** False when the router has an open import. */
  async insert(one: Pick<RouterImport, 'id' | 'routerId' | 'siteId' | 'settings' | 'requestedBy'>): Promise<boolean> {
    const rows = await this.database.query(
      `insert into router_imports (id, router_id, site_id, settings, requested_by) values ($1, $2, $3, $4, $5)
       on conflict (router_id) where state in ('QUEUED', 'RUNNING') do nothing returning id`,
      [one.id, one.routerId, one.siteId, JSON.stringify(one.settings), one.requestedBy],
    );
    return rows.length === 1;
  }

  async setJob(id: string, jobId: string): Promise<void> {
    await this.database.execute(`update router_imports set job_id = $2 where id = $1`, [id, jobId]);
  }

  async find(routerId: string, id: string): Promise<RouterImport | undefined> {
    const parameters: unknown[] = [id, routerId];
    const mine = this.scope.site('i.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from router_imports i where i.id = $1 and i.router_id = $2 and ${mine}`,
      parameters,
    );
  }

  async page(routerId: string, request: ListRequest): Promise<Page<RouterImport>> {
    const conditions = [this.scope.site('i.site_id'), condition('i.router_id = $?', routerId)];
    return list.page(this.database, request, conditions);
  }

  async requestCancel(id: string): Promise<void> {
    await this.database.execute(
      `update router_imports set cancel_requested = true where id = $1 and state in ('QUEUED', 'RUNNING')`,
      [id],
    );
  }

  /** Opens an ended import again; false when it is open, or the router has another open one. */
  async reopen(id: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update router_imports i set state = 'QUEUED', cancel_requested = false, problem = null, finished_at = null
        where i.id = $1 and i.state in ('FAILED', 'CANCELLED') and not exists (
          select from router_imports o where o.router_id = i.router_id and o.state in ('QUEUED', 'RUNNING'))`,
      [id],
    );
    return affected === 1;
  }

  /** For the worker: takes the import up, again if need be. Undefined when there is nothing left to do. */
  async claim(id: string): Promise<RouterImport | undefined> {
    return this.database.queryOne(
      `update router_imports i
          set state = 'RUNNING', started_at = coalesce(i.started_at, now()), problem = null, finished_at = null
        where i.id = $1 and i.state in ('QUEUED', 'RUNNING', 'FAILED') and not exists (
          select from router_imports o
           where o.router_id = i.router_id and o.id <> i.id and o.state in ('QUEUED', 'RUNNING'))
        returning ${COLUMNS}`,
      [id],
    );
  }

  async isCancelled(id: string): Promise<boolean> {
    const row = await this.database.queryOne<{ cancelled: boolean }>(
      `select cancel_requested as cancelled from router_imports where id = $1`,
      [id],
    );
    return row?.cancelled !== false;
  }

  async setTotal(id: string, total: number): Promise<void> {
    await this.database.execute(`update router_imports set total_count = $2 where id = $1`, [id, total]);
  }

  async end(id: string, state: ImportState, problem: string | null): Promise<void> {
    await this.database.execute(
      `update router_imports set state = $2, problem = $3, finished_at = now() where id = $1`,
      [id, state, problem],
    );
  }

  async counts(ids: readonly string[]): Promise<Map<string, Record<RowState, number>>> {
    const rows = await this.database.query<{ id: string; state: RowState; n: number }>(
      `select import_id as id, state, count(*)::int as n from router_import_rows where import_id = any ($1::uuid[])
        group by import_id, state`,
      [ids],
    );
    const counts = new Map(ids.map((id) => [id, { PENDING: 0, CREATED: 0, ADOPTED: 0, SKIPPED: 0, FAILED: 0 }]));
    for (const { id, state, n } of rows) Object.assign(counts.get(id) ?? {}, { [state]: n });
    return counts;
  }
}
