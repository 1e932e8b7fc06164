import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, BackgroundJobs, CurrentActor, Database, type ListRequest } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { type BillingRun, BillingRunRepository } from '../repositories/billing-run.repository';
import { RunPreviews } from './run/run-previews.service';

/** Data of the job `billing.run`; empty when the schedule starts it. */
export interface RunJobData {
  /** ISO 8601. */
  asOf?: string;
  siteId?: string;
  dryRun?: boolean;
  /** Carry out this dry run. */
  previewId?: string;
  /** Set for a run that somebody asked for. */
  requestedBy?: string;
}

export interface RunRequest {
  asOf?: string;
  siteId?: string;
  dryRun?: boolean;
}

/** What people ask of billing runs, within their scope. */
@Injectable()
export class RunRequestsService {
  constructor(
    private readonly runs: BillingRunRepository,
    private readonly sites: SitesService,
    private readonly jobs: BackgroundJobs,
    private readonly actor: CurrentActor,
    private readonly previews: RunPreviews,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /**
   * Starts a run, or a dry run, in the worker.
   *
   * @returns the id of the background job, whose result is the run or the preview
   * @throws DomainError CORE_NOT_FOUND (site), BILLING_SITE_REQUIRED for somebody who may not see every site,
   * IAM_SCOPE_TOO_NARROW for somebody who does not even see a whole one
   */
  async start(request: RunRequest): Promise<string> {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (request.siteId !== undefined) await this.sites.get(request.siteId);
    else if (this.actor.siteIds() !== null) throw BillingErrors.SITE_REQUIRED();
    const data: RunJobData = { ...request, requestedBy: this.actor.get().name };
    return this.jobs.start({ name: 'billing.run', queue: 'billing', data });
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<BillingRun & { figures: object }> {
    const run = await this.runs.find(id);
    if (!run) throw CoreErrors.NOT_FOUND({ what: 'billing run', id });
    return { ...run, figures: await this.runs.figures(id) };
  }

  /**
   * Bills what a dry run showed, in the worker.
   *
   * @returns the id of the background job
   * @throws DomainError as {@link RunPreviews.confirmable}; the job fails with BILLING_PREVIEW_OUTDATED when the figures have
   * moved too far
   */
  async confirm(id: string): Promise<string> {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    const { siteId } = await this.previews.confirmable(id);
    const data: RunJobData = { previewId: id, requestedBy: this.actor.get().name };
    return this.database.transaction(async () => {
      await this.audit.record({ action: 'billing.run.confirmed', subject: { type: 'billing-run', id }, siteId });
      return this.jobs.start({ name: 'billing.run', queue: 'billing', data });
    });
  }

  /**
   * Lets a run stop after the batches in hand; what is committed stays, and the next run goes on.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_RUN_IS_OVER
   */
  async stop(id: string): Promise<BillingRun> {
    const { state, siteId } = await this.get(id);
    return this.database.transaction(async () => {
      const run = await this.runs.requestStop(id, this.actor.get().id);
      if (!run) throw BillingErrors.RUN_IS_OVER({ state });
      await this.audit.record({ action: 'billing.run.stop-asked', subject: { type: 'billing-run', id }, siteId });
      return run;
    });
  }

  async list(request: ListRequest): Promise<Page<BillingRun>> {
    return this.runs.page(request);
  }
}
