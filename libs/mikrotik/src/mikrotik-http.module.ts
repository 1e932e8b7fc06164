import { Module } from '@nestjs/common';
import { MikrotikModule } from './mikrotik.module';

/** Routes of the router registry. */
@Module({ imports: [MikrotikModule] })
export class MikrotikHttpModule {}
