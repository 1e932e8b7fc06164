import { Injectable, Logger } from '@nestjs/common';
import { type Job, UnrecoverableError } from 'bullmq';
import { Clock } from '@app/core';
import { BackgroundJobRuns } from '../jobs/background-job-runs';
import { isFinalFailure } from '../jobs/stored-problem';
import { DELIVER_EVENT, DeliverEvent } from '../outbox/deliver-event';
import { ScheduleRuns } from '../scheduler/schedule-runs';
import { type JobContext, type JobHandler } from './job-handler';
import { JobRegistry } from './job-registry';
import { SystemContext } from './system-context';
import { WorkerMetrics } from './worker-metrics';

/** How a kind of job is run. */
interface Plan {
  handler: JobHandler;
  attempts: number;
  keepCompleted: number;
  keepFailed: number;
}

type Result = object | null;

/**
 * Runs one job: finds its handler, gives it a context of its own (trace id, the system as actor), bookkeeps background
 * jobs and schedules, measures, and leaves one line in the log.
 */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('Jobs');

  constructor(
    private readonly registry: JobRegistry,
    private readonly deliveries: DeliverEvent,
    private readonly backgroundJobs: BackgroundJobRuns,
    private readonly schedules: ScheduleRuns,
    private readonly context: SystemContext,
    private readonly metrics: WorkerMetrics,
    private readonly clock: Clock,
  ) {}

  /**
   * @param queue where the job was found
   * @param signal aborted when the process drains
   * @throws UnrecoverableError when the job is not to be tried again
   */
  async run(queue: string, job: Job, signal: AbortSignal): Promise<Result> {
    const started = this.clock.monotonicMs();
    this.metrics.jobStarted(queue, (job.processedOn ?? job.timestamp) - (job.timestamp + job.delay));
    const end = (outcome: 'completed' | 'failed'): number => {
      const ms = Math.round(this.clock.monotonicMs() - started);
      this.metrics.jobEnded({ queue, name: job.name, outcome, ms });
      return ms;
    };
    try {
      const plan = this.planOf(queue, job);
      const result = await this.context.run(job.name, () => this.perform(plan, job, signal));
      this.summarise(job, `${queue} ${job.name} ${job.id ?? ''} completed in ${end('completed')} ms`);
      return result;
    } catch (error) {
      this.logger.warn(
        `${queue} ${job.name} ${job.id ?? ''} failed in ${end('failed')} ms, attempt ${attemptOf(job)}: ${String(error)}`,
      );
      throw error;
    }
  }

  /** Pause before the next attempt: the handler's first pause, doubled each time, at most ten minutes. */
  backoff(attemptsMade: number, name: string | undefined): number {
    const first = this.registry.find(name ?? '')?.metadata.backoffMs ?? 1_000;
    return Math.min(first * 2 ** (attemptsMade - 1), 600_000);
  }

  private planOf(queue: string, job: Job): Plan {
    // why: a delivery that failed is found again by the relay, which also counts its attempts
    if (job.name === DELIVER_EVENT) return { handler: this.deliveries, attempts: 1, keepCompleted: 0, keepFailed: 0 };
    const entry = this.registry.find(job.name);
    if (!entry) {
      this.logger.error(`queue ${queue} holds a job ${job.name} that no handler of this process knows`);
      throw new UnrecoverableError(`no handler for ${job.name}`);
    }
    return { handler: entry.handler, ...entry.metadata };
  }

  private async perform(plan: Plan, job: Job, signal: AbortSignal): Promise<Result> {
    job.opts.removeOnComplete ??= { count: plan.keepCompleted };
    job.opts.removeOnFail ??= { count: plan.keepFailed };
    const last = attemptOf(job) >= plan.attempts;
    const context: JobContext = {
      jobId: job.id ?? '',
      attempt: attemptOf(job),
      signal,
      progress: (percent) => job.updateProgress(percent),
    };
    try {
      return asResult(await this.bookkept(job, context, last, (own) => plan.handler.handle(job.data as object, own)));
    } catch (error) {
      if (!last && !(this.backgroundJobs.owns(job.id) && isFinalFailure(error))) throw error;
      throw Object.assign(new UnrecoverableError(String(error)), { cause: error });
    }
  }

  private bookkept(
    job: Job,
    context: JobContext,
    last: boolean,
    work: (context: JobContext) => Promise<unknown>,
  ): Promise<unknown> {
    if (this.backgroundJobs.owns(job.id)) return this.backgroundJobs.around(context, last, work);
    const schedule = this.schedules.keyOf(job);
    if (schedule !== undefined) return this.schedules.around(schedule, job, () => work(context));
    return work(context);
  }

  private summarise(job: Job, line: string): void {
    // why: thousands of these an hour would bury the lines that somebody reads
    if (job.name === DELIVER_EVENT || job.repeatJobKey) this.logger.debug(line);
    else this.logger.log(line);
  }
}

const attemptOf = (job: Job): number => job.attemptsMade + 1;

/** BullMQ keeps objects; a bare 0 or '' would come back as null. */
function asResult(value: unknown): Result {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? value : { value };
}
