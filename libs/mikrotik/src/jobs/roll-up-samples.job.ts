import { Injectable } from '@nestjs/common';
import { localDate } from '@app/core';
import { HandlesJob, type JobContext, type JobHandler, PartitionKeeper, Scheduled } from '@app/platform';
import { RouterHealthConfig } from '../health/health.config';
import { RollUpRepository, SAMPLE_TABLES, type SampleTable } from '../health/roll-up.repository';

const BATCH = 5_000;

/** Gathers samples into hours and days and forgets what is older than it is kept. */
@Injectable()
@HandlesJob({ name: 'mikrotik.roll-up-samples', queue: 'mikrotik', attempts: 1, keepCompleted: 5, keepFailed: 20 })
@Scheduled({ description: 'Gathers router samples into hours and days, forgets old ones', everyMs: 600_000 })
export class RollUpSamplesJob implements JobHandler {
  constructor(
    private readonly samples: RollUpRepository,
    private readonly partitions: PartitionKeeper,
    private readonly config: RouterHealthConfig,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ gathered: number; deleted: number }> {
    let [gathered, deleted] = [0, 0];
    for (const table of SAMPLE_TABLES) {
      gathered += await this.gather(table);
      deleted += await this.purge(table, signal);
    }
    deleted += await this.samples.purgeChanges(this.config.dayDays);
    return { gathered, deleted };
  }

  private async gather(table: SampleTable): Promise<number> {
    let gathered = 0;
    for (const coarse of ['HOUR', 'DAY'] as const) {
      const since = await this.samples.since(table, coarse);
      if (since === undefined) continue;
      // why: the bucket of a sample may begin in the month before
      await this.partitions.ensure(table, localDate(since.toISOString().slice(0, 10)));
      gathered += await this.samples.gather(table, coarse, since);
    }
    return gathered;
  }

  private async purge(table: SampleTable, signal: AbortSignal): Promise<number> {
    const { rawDays, hourDays, dayDays } = this.config;
    let deleted = 0;
    for (const [resolution, days] of [
      ['RAW', rawDays],
      ['HOUR', hourDays],
      ['DAY', dayDays],
    ] as const) {
      for (;;) {
        const batch = await this.samples.purge(table, resolution, days, BATCH);
        deleted += batch;
        if (batch < BATCH || signal.aborted) break;
      }
    }
    return deleted;
  }
}
