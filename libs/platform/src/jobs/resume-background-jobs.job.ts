import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler';
import { JobQueue } from '../queue/job-queue';
import { Scheduled } from '../scheduler/scheduled.decorator';
import { backgroundJobId } from './background-job-id';
import { BackgroundJobRepository } from './background-job.repository';

const BATCH = 500;

/** The sweeper of background jobs: puts those on their queue again that no queue holds any more. */
@Injectable()
@HandlesJob({ name: 'platform.resume-jobs', queue: 'platform', attempts: 1 })
@Scheduled({ description: 'Start background jobs again that their queue has lost', everyMs: 15_000 })
export class ResumeBackgroundJobs implements JobHandler {
  constructor(
    private readonly repository: BackgroundJobRepository,
    private readonly queue: JobQueue,
  ) {}

  async handle(): Promise<{ resumed: number }> {
    const lost = await this.repository.claimLost(BATCH);
    await this.queue.addBulk(lost.map((job) => ({ ...job, jobId: backgroundJobId(job.id) })));
    return { resumed: lost.length };
  }
}
