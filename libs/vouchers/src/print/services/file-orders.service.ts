import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { AuditLog, BackgroundJobs, CurrentActor, Database, DatabaseClock } from '@app/platform';
import { AT_ONCE, type FileFormat } from '../domain/voucher-file';
import { type PrintableBatch } from '../repositories/printable.repository';
import { type NewVoucherFile, VoucherFileRepository } from '../repositories/voucher-file.repository';

export const RENDER_VOUCHERS_JOB = 'vouchers.render-file';

const LIFE_MS = 86_400_000;

/** What file of a batch is wanted. */
export type FileFacts = Pick<
  NewVoucherFile,
  'kind' | 'language' | 'firstNumber' | 'lastNumber' | 'templateId' | 'templateVersion'
> & { format: FileFormat };

/** Notes who printed or exported what, and leaves big files to a worker. */
@Injectable()
export class FileOrders {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly files: VoucherFileRepository,
    private readonly jobs: BackgroundJobs,
    private readonly audit: AuditLog,
  ) {}

  /** Commits before anything is handed out. `jobId`: a worker makes it; null: the caller does. */
  async note(batch: PrintableBatch, facts: FileFacts): Promise<NewVoucherFile & { jobId: string | null }> {
    return this.database.transaction(async () => {
      const createdAt = await this.clock.sample();
      const { id: requestedBy, name: requestedByName } = this.actor.get();
      const id = uuidv7();
      const expiresAt = new Date(createdAt.getTime() + LIFE_MS);
      const file = { ...facts, id, batchId: batch.id, requestedBy, requestedByName, createdAt, expiresAt };
      await this.files.insert(file);
      const { kind, format, firstNumber, lastNumber, templateId } = file;
      await this.audit.record({
        action: kind === 'PRINT' ? 'voucher-batch.printed' : 'voucher-batch.exported',
        subject: { type: 'voucher-batch', id: batch.id },
        siteId: batch.siteId,
        after: { fileId: id, format, firstNumber, lastNumber, templateId },
      });
      const isBig = lastNumber - firstNumber + 1 > AT_ONCE[format];
      const job = { name: RENDER_VOUCHERS_JOB, queue: 'vouchers' as const, data: { fileId: id } };
      return { ...file, jobId: isBig ? await this.jobs.start(job) : null };
    });
  }
}
