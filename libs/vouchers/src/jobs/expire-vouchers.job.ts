import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { VoucherExpiry } from '../services/voucher-expiry.service';

/** Ends vouchers and orders whose time is over. */
@Injectable()
@Scheduled({ description: 'Ends vouchers and unpaid voucher orders whose time is over', everyMs: 20_000 })
@HandlesJob({ name: 'vouchers.expire', queue: 'vouchers', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class ExpireVouchersJob implements JobHandler {
  constructor(private readonly expiry: VoucherExpiry) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ ended: number }> {
    return { ended: await this.expiry.run(signal) };
  }
}
