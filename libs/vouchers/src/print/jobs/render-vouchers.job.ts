import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@app/platform';
import { RENDER_VOUCHERS_JOB } from '../services/file-orders.service';
import { VoucherFiles } from '../services/voucher-files.service';

/** Makes a big file of vouchers that somebody waits for. */
@HandlesJob({ name: RENDER_VOUCHERS_JOB, queue: 'vouchers', attempts: 3 })
@Injectable()
export class RenderVouchersJob implements JobHandler<{ fileId: string }> {
  constructor(private readonly files: VoucherFiles) {}

  async handle({ fileId }: { fileId: string }): Promise<object> {
    await this.files.render(fileId);
    return { fileId };
  }
}
