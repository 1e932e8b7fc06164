import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { HandlesJob, type JobContext, type JobHandler } from '../queue/job-handler';
import { Scheduled } from '../scheduler/scheduled.decorator';

const BATCH = 5_000;
const TABLES = ['idempotency_keys', 'rate_limits'] as const;

/** Deletes stored answers and rate-limit buckets whose time is over. */
@Injectable()
@HandlesJob({ name: 'platform.purge-expired', queue: 'platform' })
@Scheduled({ description: 'Delete expired idempotency keys and rate-limit buckets', everyMs: 600_000 })
export class PurgeExpired implements JobHandler {
  constructor(private readonly database: Database) {}

  async handle(_data: object, context: JobContext): Promise<Record<string, number>> {
    const deleted: Record<string, number> = {};
    for (const table of TABLES) deleted[table] = await this.purge(table, context.signal);
    return deleted;
  }

  private async purge(table: (typeof TABLES)[number], signal: AbortSignal): Promise<number> {
    let total = 0;
    for (;;) {
      const { affected } = await this.database.execute(
        `delete from ${table} where ctid = any (array(
           select ctid from ${table} where expires_at < now() order by expires_at limit ${BATCH}))`,
      );
      total += affected;
      if (affected < BATCH || signal.aborted) return total;
    }
  }
}
