import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { PURGED_TABLES, SignInPurgeRepository } from '../repositories/sign-in-purge.repository';

/** Deletes sign-ins, tokens and what belongs to them a while after they are over. Idempotent; returns rows by table. */
@Injectable()
@HandlesJob({ name: 'iam.purge-sign-ins', queue: 'platform' })
@Scheduled({ description: 'Delete sign-ins, tokens and known devices that are long over', everyMs: 3_600_000 })
export class PurgeSignInsJob implements JobHandler {
  constructor(private readonly repository: SignInPurgeRepository) {}

  async handle(_data: object, context: JobContext): Promise<Record<string, number>> {
    const deleted: Record<string, number> = {};
    for (const table of PURGED_TABLES) {
      for (let more = true; more && !context.signal.aborted;) {
        const batch = await this.repository.purge(table);
        deleted[table] = (deleted[table] ?? 0) + batch.deleted;
        more = batch.more;
      }
    }
    return deleted;
  }
}
