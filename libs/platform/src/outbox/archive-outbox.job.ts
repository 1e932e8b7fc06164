import { Injectable } from '@nestjs/common';
import { PartitionKeeper } from '../partitions/partition-keeper';
import { HandlesJob, type JobContext, type JobHandler } from '../queue/job-handler';
import { Scheduled } from '../scheduler/scheduled.decorator';
import { ArchiveRepository } from './archive.repository';

const KEEP_DAYS = 30;
const BATCH = 1_000;

/** Moves events that were delivered everywhere more than thirty days ago into the archive, a batch per transaction. */
@Injectable()
@HandlesJob({ name: 'platform.archive-outbox', queue: 'platform' })
@Scheduled({ description: 'Move delivered events into the archive', cron: '17 3 * * *', timeZone: 'Asia/Jakarta' })
export class ArchiveOutbox implements JobHandler {
  constructor(
    private readonly repository: ArchiveRepository,
    private readonly partitions: PartitionKeeper,
  ) {}

  async handle(_data: object, context: JobContext): Promise<{ moved: number }> {
    for (const month of await this.repository.months(KEEP_DAYS)) await this.partitions.ensure('outbox_archive', month);
    let moved = 0;
    for (;;) {
      const batch = await this.repository.move(KEEP_DAYS, BATCH);
      moved += batch;
      if (batch < BATCH || context.signal.aborted) return { moved };
    }
  }
}
