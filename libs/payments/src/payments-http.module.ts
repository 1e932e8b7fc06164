import { Module } from '@nestjs/common';
import { bankControllers } from './http/bank-controllers';
import { GATEWAY_CONTROLLERS } from './http/gateway-controllers';
import { PaymentsController } from './http/payments.controller';
import { PaymentsModule } from './payments.module';

/** The routes of payments. */
@Module({ imports: [PaymentsModule], controllers: [...GATEWAY_CONTROLLERS, ...bankControllers, PaymentsController] })
export class PaymentsHttpModule {}
