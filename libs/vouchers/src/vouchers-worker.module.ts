import { Module } from '@nestjs/common';
import { HotspotWorkerModule } from './hotspot/hotspot-worker.module';
import { ExpireVouchersJob } from './jobs/expire-vouchers.job';
import { MakeVouchersJob } from './jobs/make-vouchers.job';
import { PollHotspotsJob } from './jobs/poll-hotspots.job';
import { VoucherPrintWorkerModule } from './print/voucher-print.module';
import { VouchersModule } from './vouchers.module';

/** Jobs and handlers of hotspot and vouchers. */
@Module({
  imports: [HotspotWorkerModule, VouchersModule, VoucherPrintWorkerModule],
  providers: [ExpireVouchersJob, MakeVouchersJob, PollHotspotsJob],
})
export class VouchersWorkerModule {}
