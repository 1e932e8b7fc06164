import { Module } from '@nestjs/common';
import { CallbacksController } from './http/callbacks/callbacks.controller';
import { PaymentsController } from './http/payments.controller';
import { PaymentsModule } from './payments.module';

/** The routes of payments. */
@Module({ imports: [PaymentsModule], controllers: [CallbacksController, PaymentsController] })
export class PaymentsHttpModule {}
