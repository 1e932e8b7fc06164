import { Module } from '@nestjs/common';
import { VouchersModule } from './vouchers.module';

/** Routes of hotspot, vouchers, resellers and the shop. */
@Module({ imports: [VouchersModule] })
export class VouchersHttpModule {}
