import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type ImportColumn, type ImportRowState, type ImportState } from './import-format';

/** One uploaded list. */
export interface UploadedList {
  id: string;
  siteId: string;
  format: string;
  fileName: string;
  contentType: string;
  settings: ImportSettings;
  /** Empty until it was read. */
  columns: ImportColumn[];
  dryRun: boolean;
  state: ImportState;
  /** Null until it was read. */
  totalCount: number | null;
  cancelRequested: boolean;
  /** Code of what stopped it. */
  problem: string | null;
  jobId: string | null;
  requestedBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

/** What was asked for with the file. */
export interface ImportSettings {
  /** Two customers may have the same telephone number. */
  sharedPhones?: boolean;
  /** Vouchers: names in the list and the codes of our packages for them. */
  packages?: Readonly<Record<string, string>>;
  /** Vouchers: the router that the list was read from. */
  routerId?: string;
}

export type ImportCounts = Record<ImportRowState, number>;

type NewRow = Pick<
  UploadedList,
  'id' | 'siteId' | 'format' | 'fileName' | 'contentType' | 'settings' | 'dryRun' | 'requestedBy'
> & { sha256: Buffer; content: Buffer };

const COLUMNS = `i.id, i.site_id as "siteId", i.format, i.file_name as "fileName", i.content_type as "contentType",
  i.settings, i.columns, i.dry_run as "dryRun", i.state, i.total_count as "totalCount",
  i.cancel_requested as "cancelRequested", i.problem, i.job_id as "jobId", i.requested_by as "requestedBy",
  i.created_at as "createdAt", i.finished_at as "finishedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from imports i`,
  id: 'i.id',
  sorts: { createdAt: { sql: 'i.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Uploaded lists, for staff within their scope and for the worker, who sees all. */
@Injectable()
export class ImportRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** False when the same file was taken for real before. */
  async insert(one: NewRow): Promise<boolean> {
    const rows = await this.database.query(
      `insert into imports (id, site_id, format, file_name, file_sha256, content, content_type, settings, dry_run,
              requested_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`,
      [
        ...[one.id, one.siteId, one.format, one.fileName, one.sha256, one.content, one.contentType],
        ...[JSON.stringify(one.settings), one.dryRun, one.requestedBy],
      ],
    );
    return rows.length === 1;
  }

  /** Empties the file and the rows of imports that ended so many days ago. Returns how many rows. */
  async forgetRows(days: number): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `with old as (
         select id from imports where finished_at < now() - make_interval(days => $1::int)
       ), files as (
         update imports i set content = null from old where i.id = old.id and i.content is not null
       ), emptied as (
         update import_rows r set data = '{}' from old
          where r.import_id = old.id and r.state <> 'DONE' and r.data <> '{}' returning 1
       ) select count(*)::int as n from emptied`,
      [days],
    );
    return row?.n ?? 0;
  }

  /** The import that took the same file for real. */
  async takenBefore(siteId: string, format: string, sha256: Buffer): Promise<string | undefined> {
    const parameters: unknown[] = [siteId, format, sha256];
    const mine = this.scope.site('i.site_id').into(parameters);
    const row = await this.database.queryOne<{ id: string }>(
      `select i.id from imports i
        where i.site_id = $1 and i.format = $2 and i.file_sha256 = $3 and not i.dry_run
          and not (i.state = 'FAILED' and i.total_count is null) and ${mine}`,
      parameters,
    );
    return row?.id;
  }

  async sha256Of(id: string): Promise<Buffer> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('i.site_id').into(parameters);
    const row = await this.database.queryOne<{ sha256: Buffer }>(
      `select i.file_sha256 as sha256 from imports i where i.id = $1 and ${mine}`,
      parameters,
    );
    return row?.sha256 ?? Buffer.alloc(0);
  }

  async find(id: string): Promise<UploadedList | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('i.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from imports i where i.id = $1 and ${mine}`, parameters);
  }

  async page(request: ListRequest, formats: readonly string[]): Promise<Page<UploadedList>> {
    const ofKind = condition('i.format = any ($?::text[])', formats);
    return list.page(this.database, request, [this.scope.site('i.site_id'), ofKind]);
  }

  async setJob(id: string, jobId: string): Promise<void> {
    await this.change(id, 'job_id = $2', jobId);
  }

  async requestCancel(id: string): Promise<void> {
    await this.change(id, `cancel_requested = case when state in ('QUEUED', 'RUNNING') then true else $2 end`, false);
  }

  /** Makes it a real one; the caller holds its lock. */
  async open(id: string): Promise<void> {
    await this.change(
      id,
      `dry_run = $2, state = 'QUEUED', cancel_requested = false, problem = null, finished_at = null`,
      false,
    );
  }

  /** Locks it until the end of the transaction. */
  async lock(id: string): Promise<UploadedList | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('i.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from imports i where i.id = $1 and ${mine} for no key update`,
      parameters,
    );
  }

  /** For the worker: takes it up, again if need be. Undefined when there is nothing left to do. */
  async claim(id: string): Promise<UploadedList | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('i.site_id').into(parameters);
    return this.database.queryOne(
      `update imports i set state = 'RUNNING', problem = null
        where i.id = $1 and i.state in ('QUEUED', 'RUNNING') and ${mine} returning ${COLUMNS}`,
      parameters,
    );
  }

  /** The file; null once it was read. */
  async content(id: string): Promise<Buffer | null> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('i.site_id').into(parameters);
    const row = await this.database.queryOne<{ content: Buffer | null }>(
      `select i.content from imports i where i.id = $1 and ${mine}`,
      parameters,
    );
    return row?.content ?? null;
  }

  /** Its rows are written: the file itself, with whatever else stands in it, is forgotten. */
  async read(id: string, total: number, columns: readonly ImportColumn[]): Promise<void> {
    await this.change(id, `content = null, total_count = $2, columns = $3::jsonb`, total, JSON.stringify(columns));
  }

  async end(id: string, state: ImportState, problem: string | null): Promise<void> {
    await this.change(id, `state = $2, problem = $3, finished_at = now()`, state, problem);
  }

  async counts(ids: readonly string[]): Promise<Map<string, ImportCounts>> {
    const rows = await this.database.query<{ id: string; state: ImportRowState; n: number }>(
      `select import_id as id, state, count(*)::int as n from import_rows where import_id = any ($1::uuid[])
        group by import_id, state`,
      [ids],
    );
    const counts = new Map(ids.map((id) => [id, { VALID: 0, DONE: 0, SKIPPED: 0, FAILED: 0 }]));
    for (const { id, state, n } of rows) Object.assign(counts.get(id) ?? {}, { [state]: n });
    return counts;
  }

  private async change(id: string, sets: string, ...values: unknown[]): Promise<void> {
    const parameters: unknown[] = [id, ...values];
    const mine = this.scope.site('i.site_id').into(parameters);
    await this.database.execute(`update imports i set ${sets} where i.id = $1 and ${mine}`, parameters);
  }
}
