import { Injectable } from '@nestjs/common';
import { CoreErrors, uuidv7 } from '@app/core';
import { SitesService } from '@app/iam';
import { BillingConfig } from '../../billing.config';
import { BillingErrors } from '../../billing.errors';
import { type BillingRun, BillingRunRepository } from '../../repositories/billing-run.repository';
import { BillingPreviewService, type PreviewRequest } from '../billing-preview.service';
import { type BillingRunOutcome, type BillingRunRequest, BillingRunService } from '../billing-run.service';
import { driftOf } from './preview-drift';
import { previewFigures, type PreviewFigures } from './preview-figures';
import { type RunPreview } from './preview-sum';

/** Dry runs that are kept, and their confirmation: exactly what was shown is billed, at exactly that time. */
@Injectable()
export class RunPreviews {
  constructor(
    private readonly previews: BillingPreviewService,
    private readonly runs: BillingRunRepository,
    private readonly billing: BillingRunService,
    private readonly sites: SitesService,
    private readonly config: BillingConfig,
  ) {}

  /** Computes a dry run and keeps its figures. */
  async make(request: PreviewRequest, requestedBy: string): Promise<{ id: string; figures: PreviewFigures }> {
    const preview = await this.previews.previewRun(request);
    const siteId = request.siteId ?? null;
    const currency = siteId === null ? 'IDR' : (await this.sites.get(siteId)).currency;
    const figures = previewFigures(preview);
    const id = uuidv7();
    await this.runs.keepPreview(
      {
        ...{ id, siteId, currency, requestedBy, trigger: 'MANUAL', asOf: preview.asOf, isCatchUp: preview.isCatchUp },
        ...{ dueCount: preview.customerCount, customers: preview.customerCount, invoices: preview.invoiceCount },
        ...{ lines: preview.lineCount, parked: preview.refusalCount, total: totalIn(preview, currency) },
      },
      figures,
    );
    return { id, figures };
  }

  /**
   * Is it a dry run that nobody has confirmed?
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_NOT_A_PREVIEW, BILLING_PREVIEW_CONFIRMED
   */
  async confirmable(id: string): Promise<BillingRun> {
    const preview = await this.runs.find(id);
    if (!preview) throw CoreErrors.NOT_FOUND({ what: 'billing run', id });
    if (!preview.dryRun) throw BillingErrors.NOT_A_PREVIEW();
    if (await this.runs.isConfirmed(id)) throw BillingErrors.PREVIEW_CONFIRMED();
    return preview;
  }

  /**
   * Bills what a dry run showed, as of its time.
   *
   * @throws DomainError of {@link confirmable} and {@link BillingRunService.run}; BILLING_PREVIEW_OUTDATED when the figures
   * have moved beyond the limit since
   */
  async carryOut(
    id: string,
    options: Pick<BillingRunRequest, 'requestedBy' | 'signal' | 'onProgress'>,
  ): Promise<BillingRunOutcome> {
    const { asOf, siteId } = await this.confirmable(id);
    const scope = { asOf, ...(siteId === null ? {} : { siteId }) };
    const now = previewFigures(await this.previews.previewRun(scope));
    const drift = driftOf((await this.runs.figures(id)) as PreviewFigures, now, this.config.confirmDriftBp);
    if (drift) throw BillingErrors.PREVIEW_OUTDATED({ ...drift });
    return this.billing.run({ ...scope, ...options, trigger: 'MANUAL', previewOf: id });
  }
}

function totalIn({ totals }: RunPreview, currency: string): bigint {
  return totals.find((row) => row.currency === currency)?.total ?? 0n;
}
