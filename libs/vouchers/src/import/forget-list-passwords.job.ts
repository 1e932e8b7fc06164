import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { VoucherImportRepository } from './voucher-import.repository';

/** Days in which somebody may fetch the rows that failed; the rows themselves are emptied then as well. */
const KEEP_DAYS = 30;

/** Passwords of rows that did not become vouchers do not lie about. */
@HandlesJob({ name: 'vouchers.forget-list-passwords', queue: 'vouchers', keepCompleted: 5 })
@Scheduled({ description: 'Hapus sandi daftar impor / forget passwords of lists', everyMs: 24 * 3_600_000 })
@Injectable()
export class ForgetListPasswordsJob implements JobHandler {
  constructor(private readonly vouchers: VoucherImportRepository) {}

  async handle(): Promise<{ forgotten: number }> {
    return { forgotten: await this.vouchers.forgetOld(KEEP_DAYS) };
  }
}
