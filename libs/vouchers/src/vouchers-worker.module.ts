import { Module } from '@nestjs/common';
import { VouchersModule } from './vouchers.module';

/** Jobs and handlers of hotspot and vouchers. */
@Module({ imports: [VouchersModule] })
export class VouchersWorkerModule {}
