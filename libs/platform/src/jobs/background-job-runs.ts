import { Injectable, Logger } from '@nestjs/common';
import { ClsService } from 'nestjs-cls';
import { type JobContext } from '../queue/job-handler';
import { backgroundRowId } from './background-job-id';
import { BackgroundJobRepository } from './background-job.repository';
import { isFinalFailure, storedProblem } from './stored-problem';

const HEARTBEAT_MS = 10_000;

/** Keeps the row of a background job in step with its run in the worker. */
@Injectable()
export class BackgroundJobRuns {
  private readonly logger = new Logger(BackgroundJobRuns.name);

  constructor(
    private readonly repository: BackgroundJobRepository,
    private readonly cls: ClsService,
  ) {}

  owns(jobId: string | undefined): boolean {
    return backgroundRowId(jobId) !== undefined;
  }

  /** Runs `work` unless the job is finished or another worker is at it; progress and outcome go into the row. */
  async around(context: JobContext, last: boolean, work: (context: JobContext) => Promise<unknown>): Promise<unknown> {
    const id = backgroundRowId(context.jobId) ?? '';
    if (!(await this.repository.claim(id))) return undefined;
    let progress = 0;
    const heartbeat = setInterval(() => void this.beat(id, progress), HEARTBEAT_MS);
    try {
      const result = await work({
        ...context,
        progress: async (percent) => {
          progress = Math.max(progress, Math.min(100, Math.floor(percent)));
          await this.repository.beat(id, progress);
        },
      });
      await this.repository.complete(id, result);
      return result;
    } catch (error) {
      await this.failed(id, error, last);
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async failed(id: string, error: unknown, last: boolean): Promise<void> {
    if (last || isFinalFailure(error)) await this.repository.fail(id, storedProblem(error, this.cls.getId()));
    else await this.repository.requeue(id);
  }

  private async beat(id: string, progress: number): Promise<void> {
    try {
      await this.repository.beat(id, progress);
    } catch (error) {
      this.logger.debug(`no sign of life for job ${id}: ${String(error)}`);
    }
  }
}
