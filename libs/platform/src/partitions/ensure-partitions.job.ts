import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler';
import { Scheduled } from '../scheduler/scheduled.decorator';
import { PartitionKeeper } from './partition-keeper';

/** Makes the monthly partitions of this month and the next two. */
@Injectable()
@HandlesJob({ name: 'platform.ensure-partitions', queue: 'platform' })
@Scheduled({ description: 'Create the monthly partitions ahead of time', everyMs: 6 * 3_600_000 })
export class EnsurePartitions implements JobHandler {
  constructor(private readonly partitions: PartitionKeeper) {}

  async handle(): Promise<{ partitions: string[] }> {
    return { partitions: await this.partitions.ensureAhead() };
  }
}
