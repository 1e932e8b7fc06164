import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { BillingRunService } from '../services/billing-run.service';
import { RunPreviews } from '../services/run/run-previews.service';
import { type RunJobData } from '../services/run-requests.service';
import { runResult } from './run-result';

/** The billing run: every five minutes by itself, or when somebody asks for it. */
@HandlesJob({ name: 'billing.run', queue: 'billing', attempts: 1 })
@Scheduled({ description: 'Menerbitkan tagihan yang jatuh waktu / issues what is due', everyMs: 300_000 })
@Injectable()
export class BillingRunJob implements JobHandler<RunJobData> {
  constructor(
    private readonly runs: BillingRunService,
    private readonly previews: RunPreviews,
    private readonly config: BillingConfig,
  ) {}

  async handle(data: RunJobData, context: JobContext): Promise<object> {
    const request = {
      ...(data.asOf === undefined ? {} : { asOf: new Date(data.asOf) }),
      ...(data.siteId === undefined ? {} : { siteId: data.siteId }),
    };
    const { requestedBy } = data;
    if (data.dryRun === true) {
      const { id, figures } = await this.previews.make(request, requestedBy ?? 'schedule');
      return { runId: id, ...figures };
    }
    if (requestedBy === undefined && !this.config.scheduledRun) return { held: 'BILLING_SCHEDULED_RUN' };
    if (data.previewId !== undefined) {
      const options = {
        requestedBy: requestedBy ?? 'schedule',
        signal: context.signal,
        onProgress: progressOf(context),
      };
      return runResult(await this.previews.carryOut(data.previewId, options));
    }
    const outcome = await this.runs.run({
      ...request,
      trigger: data.requestedBy === undefined ? 'SCHEDULE' : 'MANUAL',
      requestedBy: data.requestedBy ?? 'schedule',
      signal: context.signal,
      ...(data.requestedBy === undefined ? {} : { onProgress: progressOf(context) }),
    });
    return runResult(outcome);
  }
}

function progressOf(context: JobContext): (done: number, due: number) => Promise<void> {
  return async (done, due) => {
    await context.progress(due === 0 ? 100 : Math.min(100, Math.floor((done * 100) / due)));
  };
}
