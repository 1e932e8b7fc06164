import { Module } from '@nestjs/common';
import { CONTROL_JOBS } from './control.jobs';
import { PaymentsModule } from './payments.module';

/** Background work of payments: none yet. */
@Module({ imports: [PaymentsModule], providers: [...CONTROL_JOBS] })
export class PaymentsWorkerModule {}
