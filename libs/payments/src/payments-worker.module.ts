import { Module } from '@nestjs/common';
import { PaymentsModule } from './payments.module';

/** Background work of payments: none yet. */
@Module({ imports: [PaymentsModule] })
export class PaymentsWorkerModule {}
