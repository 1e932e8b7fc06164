import { Module } from '@nestjs/common';
import { MikrotikModule } from './mikrotik.module';

/** Jobs and schedules of the router sync. */
@Module({ imports: [MikrotikModule] })
export class MikrotikWorkerModule {}
