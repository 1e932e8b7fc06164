import { Module } from '@nestjs/common';
import { HotspotWorkerModule } from './hotspot/hotspot-worker.module';
import { ForgetListPasswordsJob } from './import/forget-list-passwords.job';
import { ExpireVouchersJob } from './jobs/expire-vouchers.job';
import { MakeVouchersJob } from './jobs/make-vouchers.job';
import { PollHotspotsJob } from './jobs/poll-hotspots.job';
import { VoucherPrintWorkerModule } from './print/voucher-print.module';
import { VouchersModule } from './vouchers.module';

/** Jobs and handlers of hotspot and vouchers. */
@Module({
  imports: [HotspotWorkerModule, VouchersModule, VoucherPrintWorkerModule],
  providers: [ExpireVouchersJob, ForgetListPasswordsJob, MakeVouchersJob, PollHotspotsJob],
})
export class VouchersWorkerModule {}
