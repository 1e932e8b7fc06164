import { Injectable } from '@nestjs/common';
import { DatabaseClock, HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { VoucherFileRepository } from '../repositories/voucher-file.repository';

/** Printed files are kept for a day; that they were printed is kept for good. */
@HandlesJob({ name: 'vouchers.forget-files', queue: 'vouchers', keepCompleted: 5 })
@Scheduled({ description: 'Hapus berkas cetak voucher / forget printed voucher files', everyMs: 3_600_000 })
@Injectable()
export class ForgetVoucherFilesJob implements JobHandler {
  constructor(
    private readonly files: VoucherFileRepository,
    private readonly clock: DatabaseClock,
  ) {}

  async handle(): Promise<{ forgotten: number }> {
    return { forgotten: await this.files.forget(await this.clock.sample()) };
  }
}
