import { Module } from '@nestjs/common';

/** Hotspot and vouchers for other libs and for every process. */
@Module({ imports: [], providers: [], exports: [] })
export class VouchersModule {}
