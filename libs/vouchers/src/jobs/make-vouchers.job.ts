import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler } from '@app/platform';
import { type MakeVouchers, MakeVouchersService } from '../services/make-vouchers.service';
import { MAKE_VOUCHERS_JOB, VoucherBatches } from '../services/voucher-batches.service';
import { VoucherErrors } from '../vouchers.errors';

/** Makes the vouchers of a batch. */
@Injectable()
@HandlesJob({ ...MAKE_VOUCHERS_JOB, attempts: 8, backoffMs: 2_000, keepCompleted: 0, keepFailed: 50 })
export class MakeVouchersJob implements JobHandler<MakeVouchers> {
  constructor(
    private readonly maker: MakeVouchersService,
    private readonly batches: VoucherBatches,
  ) {}

  async handle(data: MakeVouchers, context: JobContext): Promise<{ batchId: string }> {
    try {
      await this.maker.run(data, context);
    } catch (error) {
      // why: codes that are hardly found today are not found tomorrow either
      if (VoucherErrors.CODES_EXHAUSTED.matches(error)) await this.batches.fail(data.batchId);
      throw error;
    }
    return { batchId: data.batchId };
  }
}
