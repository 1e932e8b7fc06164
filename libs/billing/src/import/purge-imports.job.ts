import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { ImportRepository } from './import.repository';

/** Days in which somebody may fetch the rows that failed and hand them in again. */
const KEEP_DAYS = 30;

/** Forgets what lists said of people who did not become customers. Counts and findings stay. */
@HandlesJob({ name: 'billing.purge-imports', queue: 'billing', attempts: 1 })
@Scheduled({ description: 'Menghapus isi impor lama / forgets rows of old imports', everyMs: 24 * 3_600_000 })
@Injectable()
export class PurgeImportsJob implements JobHandler {
  constructor(private readonly imports: ImportRepository) {}

  async handle(): Promise<{ rows: number }> {
    return { rows: await this.imports.forgetRows(KEEP_DAYS) };
  }
}
