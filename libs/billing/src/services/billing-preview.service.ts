import { Injectable } from '@nestjs/common';
import { BillingConfig } from '../billing.config';
import { periodCap } from '../domain/guards/period-cap';
import { DueBatchRepository } from '../repositories/due-batch.repository';
import { BillingBatch } from './billing-batch.service';
import { FIRST_ID } from './billing-run.service';
import { BillingRunContexts } from './billing-run-context.service';
import { BillingRunGuard } from './billing-run-guard.service';
import { PreviewSum, type RunPreview } from './run/preview-sum';
import { RunComparisons } from './run/run-comparisons.service';

/** What a preview is asked for. */
export interface PreviewRequest {
  /** Also in the future: what will be billed then. */
  asOf?: Date;
  siteId?: string;
}

/** The dry run: computes everything as the run would, writes nothing, takes no number, locks nobody. */
@Injectable()
export class BillingPreviewService {
  constructor(
    private readonly due: DueBatchRepository,
    private readonly batch: BillingBatch,
    private readonly contexts: BillingRunContexts,
    private readonly guard: BillingRunGuard,
    private readonly comparisons: RunComparisons,
    private readonly config: BillingConfig,
  ) {}

  async previewRun(request: PreviewRequest = {}): Promise<RunPreview> {
    const siteId = request.siteId ?? null;
    const { asOf, isCatchUp } = await this.guard.look(request.asOf, siteId);
    const context = this.contexts.create('', { asOf, siteId }, '', { periodCap: periodCap(isCatchUp) });
    const sum = new PreviewSum(asOf, isCatchUp, context);
    const comparison = this.comparisons.start(context.filter);
    for (let after: string | undefined = FIRST_ID; after !== undefined;) {
      const claim = await this.due.claim(context.filter, after, this.config.batchSize, false);
      const plan = await this.batch.plan(context, claim.accounts);
      sum.add(plan, claim.accounts.length);
      await comparison.add(plan);
      after = claim.last;
    }
    return { ...sum.result(), ...(await comparison.result()) };
  }
}
