import { Module } from '@nestjs/common';
import { MakeVouchersJob } from './jobs/make-vouchers.job';
import { VouchersModule } from './vouchers.module';

/** Jobs and handlers of hotspot and vouchers. */
@Module({ imports: [VouchersModule], providers: [MakeVouchersJob] })
export class VouchersWorkerModule {}
