import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { MikrotikErrors, RoutersService } from '@app/mikrotik';
import { AuditLog, BackgroundJobs, CurrentActor, type ListRequest } from '@app/platform';
import { type RowState } from '../domain/import/import-settings';
import { ImportChecks, type NewImport } from './import-checks.service';
import { ImportErrors } from './import.errors';
import { type ImportRow, ImportRowRepository } from './import-row.repository';
import { type RouterImport, RouterImportRepository } from './router-import.repository';

/** The job that carries an import out. */
export const IMPORT_SECRETS_JOB = { name: 'pppoe.import-secrets', queue: 'pppoe' } as const;

/** An import with how far it is. */
export interface ImportView extends RouterImport {
  counts: Record<RowState, number>;
}

/** Imports as people ask for them, within their scope; the worker carries them out. */
@Injectable()
export class RouterImports {
  constructor(
    private readonly imports: RouterImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly routers: RoutersService,
    private readonly checks: ImportChecks,
    private readonly jobs: BackgroundJobs,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Checks what was asked, makes the plans that shall be made, and starts the job.
   *
   * @throws DomainError CORE_NOT_FOUND (router, area, plan), IAM_FORBIDDEN, MIKROTIK_ROUTER_NOT_MANAGED,
   * PPPOE_IMPORT_RUNNING, and as `ImportChecks.settingsOf`
   */
  @Transactional()
  async start(routerId: string, asked: NewImport): Promise<{ importId: string; jobId: string }> {
    const { siteId, mode } = await this.routers.get(routerId);
    if (mode !== 'MANAGED') throw MikrotikErrors.ROUTER_NOT_MANAGED({ mode });
    const settings = await this.checks.settingsOf(routerId, siteId, asked);
    const id = uuidv7();
    const one = { id, routerId, siteId, settings, requestedBy: this.actor.get().name };
    if (!(await this.imports.insert(one))) throw ImportErrors.RUNNING();
    const jobId = await this.begin(id);
    await this.note('router.import-requested', one, { ...settings, only: settings.only?.length ?? null, jobId });
    return { importId: id, jobId };
  }

  /** Goes on with one that failed or was cancelled. @throws DomainError CORE_NOT_FOUND, PPPOE_IMPORT_NOT_OPEN_AGAIN */
  @Transactional()
  async resume(routerId: string, id: string): Promise<{ importId: string; jobId: string }> {
    const one = await this.get(routerId, id);
    if (!(await this.imports.reopen(id))) throw ImportErrors.NOT_OPEN_AGAIN();
    const jobId = await this.begin(id);
    await this.note('router.import-resumed', one, { jobId });
    return { importId: id, jobId };
  }

  /** Stops it between two batches; what is in the books is still marked. Harmless for one that ended. @throws as {@link get} */
  @Transactional()
  async cancel(routerId: string, id: string): Promise<ImportView> {
    const one = await this.get(routerId, id);
    await this.imports.requestCancel(id);
    await this.note('router.import-cancelled', one, {});
    return this.get(routerId, id);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(routerId: string, id: string): Promise<ImportView> {
    const one = await this.imports.find(routerId, id);
    if (!one) throw CoreErrors.NOT_FOUND({ what: 'import', id });
    return { ...one, counts: await this.countsOf(id) };
  }

  /** Newest first. @throws DomainError CORE_NOT_FOUND for a router out of scope */
  async list(routerId: string, request: ListRequest): Promise<Page<ImportView>> {
    await this.routers.get(routerId);
    const page = await this.imports.page(routerId, request);
    const counts = await this.imports.counts(page.items.map(({ id }) => id));
    return { ...page, items: page.items.map((one) => ({ ...one, counts: counts.get(one.id) ?? NONE })) };
  }

  /** @throws as {@link get} */
  async rowsOf(routerId: string, id: string, filter: ListRequest & { state?: RowState }): Promise<Page<ImportRow>> {
    await this.get(routerId, id);
    return this.rows.page(id, filter);
  }

  /** The rows that failed. @throws as {@link get} */
  async failedRows(routerId: string, id: string): Promise<ImportRow[]> {
    await this.get(routerId, id);
    return this.rows.notImported(id);
  }

  private async begin(id: string): Promise<string> {
    const jobId = await this.jobs.start({ ...IMPORT_SECRETS_JOB, data: { importId: id } });
    await this.imports.setJob(id, jobId);
    return jobId;
  }

  private async countsOf(id: string): Promise<Record<RowState, number>> {
    return (await this.imports.counts([id])).get(id) ?? NONE;
  }

  private async note(
    action: string,
    { id, routerId, siteId }: Pick<RouterImport, 'id' | 'routerId' | 'siteId'>,
    more: object,
  ): Promise<void> {
    const after = { importId: id, ...more };
    await this.audit.record({ action, subject: { type: 'router', id: routerId }, siteId, after });
  }
}

const NONE: Record<RowState, number> = { PENDING: 0, CREATED: 0, ADOPTED: 0, SKIPPED: 0, FAILED: 0 };
