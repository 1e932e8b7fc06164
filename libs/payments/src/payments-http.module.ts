import { Module } from '@nestjs/common';
import { PaymentsController } from './http/payments.controller';
import { PaymentsModule } from './payments.module';

/** The routes of payments. */
@Module({ imports: [PaymentsModule], controllers: [PaymentsController] })
export class PaymentsHttpModule {}
