import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, BackgroundJobs, CurrentActor, type ListRequest } from '@app/platform';
import { type ImportRowState } from './import-format';
import { CustomerImportErrors } from './import.errors';
import { type ImportCounts, ImportRepository, type ImportSettings, type UploadedList } from './import.repository';
import { CustomerImportRowRepository, type ImportRow } from './import-row.repository';

/** The job that reads and carries out a list. */
export const IMPORT_CUSTOMERS_JOB = { name: 'billing.import-customers', queue: 'billing' } as const;

/** A file with what shall be done with it. */
export interface ListUpload {
  siteId: string;
  format: string;
  fileName: string;
  contentType: string;
  content: Buffer;
  dryRun: boolean;
  settings: ImportSettings;
}

/** An import that was started. */
export interface StartedImport {
  importId: string;
  jobId: string;
  /** The import that took the same file for real before; only dry runs get this far. */
  importedBefore: string | null;
}

/** An import with how far it is. */
export interface UploadedListView extends UploadedList {
  counts: ImportCounts;
}

/** Uploaded lists as people ask for them, within their scope; the worker carries them out. */
@Injectable()
export abstract class UploadedLists {
  /** Formats of lists that are asked for here; all others are as good as not there. */
  protected abstract readonly formats: readonly string[];
  /** Of its audit entries. */
  protected abstract readonly area: string;

  constructor(
    protected readonly imports: ImportRepository,
    private readonly rows: CustomerImportRowRepository,
    private readonly sites: SitesService,
    private readonly jobs: BackgroundJobs,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Keeps the file and starts the job.
   *
   * @throws DomainError CORE_NOT_FOUND (site), IAM_SCOPE_TOO_NARROW, BILLING_IMPORT_FILE_EMPTY,
   * BILLING_IMPORT_FILE_IMPORTED
   */
  @Transactional()
  async start(list: ListUpload): Promise<StartedImport> {
    const { siteId, format, content, dryRun } = list;
    await this.sites.get(siteId);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (content.length === 0) throw CustomerImportErrors.FILE_EMPTY();
    const sha256 = createHash('sha256').update(content).digest();
    const importedBefore = (await this.imports.takenBefore(siteId, format, sha256)) ?? null;
    if (importedBefore !== null && !dryRun) throw CustomerImportErrors.FILE_IMPORTED({ id: importedBefore });
    const one = { ...list, id: uuidv7(), sha256, requestedBy: this.actor.get().name };
    if (!(await this.imports.insert(one))) throw CustomerImportErrors.FILE_IMPORTED({ id: '' });
    const jobId = await this.begin(one.id);
    await this.note('import-requested', one, { format, dryRun, sha256: sha256.toString('hex'), jobId });
    return { importId: one.id, jobId, importedBefore };
  }

  /**
   * Carries out a dry run without failures, or goes on with an import that was cancelled or broke off.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_IMPORT_NOT_CLEAN, BILLING_IMPORT_NOT_CONFIRMABLE,
   * BILLING_IMPORT_FILE_IMPORTED
   */
  @Transactional()
  async confirm(id: string): Promise<StartedImport> {
    const one = await this.imports.lock(id);
    if (!one || !this.formats.includes(one.format)) throw CoreErrors.NOT_FOUND({ what: 'import', id });
    const { format, state, dryRun, siteId, totalCount } = one;
    const stopped = totalCount !== null && (state === 'CANCELLED' || state === 'FAILED');
    if (dryRun ? state !== 'COMPLETED' : !stopped) throw CustomerImportErrors.NOT_CONFIRMABLE({ state });
    if (dryRun) {
      const { FAILED: failed } = await this.countsOf(id);
      if (failed > 0) throw CustomerImportErrors.NOT_CLEAN({ failed });
      const before = await this.imports.takenBefore(siteId, format, await this.imports.sha256Of(id));
      if (before !== undefined) throw CustomerImportErrors.FILE_IMPORTED({ id: before });
    }
    await this.imports.open(id);
    const jobId = await this.begin(id);
    await this.note('import-confirmed', one, { jobId });
    return { importId: id, jobId, importedBefore: null };
  }

  /** Stops it between two batches; what is in the books stays. Harmless for one that ended. @throws as {@link get} */
  @Transactional()
  async cancel(id: string): Promise<UploadedListView> {
    const one = await this.get(id);
    await this.imports.requestCancel(id);
    await this.note('import-cancelled', one, {});
    return this.get(id);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<UploadedListView> {
    const one = await this.imports.find(id);
    if (!one || !this.formats.includes(one.format)) throw CoreErrors.NOT_FOUND({ what: 'import', id });
    return { ...one, counts: await this.countsOf(id) };
  }

  /** Newest first. */
  async list(request: ListRequest): Promise<Page<UploadedListView>> {
    const page = await this.imports.page(request, this.formats);
    const counts = await this.imports.counts(page.items.map(({ id }) => id));
    return { ...page, items: page.items.map((one) => ({ ...one, counts: counts.get(one.id) ?? NONE })) };
  }

  /** @throws as {@link get} */
  async rowsOf(id: string, filter: ListRequest & { state?: ImportRowState }): Promise<Page<ImportRow>> {
    await this.get(id);
    return this.rows.page(id, filter);
  }

  /** The rows that failed, with the columns of the file that were understood. @throws as {@link get} */
  async failedRows(id: string): Promise<{ one: UploadedList; rows: ImportRow[] }> {
    return { one: await this.get(id), rows: await this.rows.failed(id) };
  }

  private async begin(id: string): Promise<string> {
    const jobId = await this.jobs.start({ ...IMPORT_CUSTOMERS_JOB, data: { importId: id } });
    await this.imports.setJob(id, jobId);
    return jobId;
  }

  private async countsOf(id: string): Promise<ImportCounts> {
    return (await this.imports.counts([id])).get(id) ?? NONE;
  }

  private async note(action: string, { id, siteId }: { id: string; siteId: string }, after: object): Promise<void> {
    await this.audit.record({ action: `${this.area}.${action}`, subject: { type: 'import', id }, siteId, after });
  }
}

const NONE: ImportCounts = { VALID: 0, DONE: 0, SKIPPED: 0, FAILED: 0 };
