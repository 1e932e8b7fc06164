import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { BackgroundJobs, CurrentActor, type ListRequest } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { type BillingRun, BillingRunRepository } from '../repositories/billing-run.repository';
import { ParkedRepository, type ParkedSubscription } from '../repositories/parked.repository';

/** Data of the job `billing.run`; empty when the schedule starts it. */
export interface RunJobData {
  /** ISO 8601. */
  asOf?: string;
  siteId?: string;
  dryRun?: boolean;
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
    private readonly parked: ParkedRepository,
    private readonly sites: SitesService,
    private readonly jobs: BackgroundJobs,
    private readonly actor: CurrentActor,
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
  async get(id: string): Promise<BillingRun> {
    const run = await this.runs.find(id);
    if (!run) throw CoreErrors.NOT_FOUND({ what: 'billing run', id });
    return run;
  }

  async list(request: ListRequest): Promise<Page<BillingRun>> {
    return this.runs.page(request);
  }

  /** What still waits. */
  async parkedPage(request: ListRequest): Promise<Page<ParkedSubscription>> {
    return this.parked.page(request);
  }

  /** Lets the next run try a parked subscription again. @throws DomainError CORE_NOT_FOUND when it is not parked */
  async unpark(id: string): Promise<void> {
    const freed = await this.parked.unpark(id, this.actor.get().id);
    if (!freed) throw CoreErrors.NOT_FOUND({ what: 'parked subscription', id });
  }
}
