import { Module } from '@nestjs/common';
import { bankControllers } from './http/bank-controllers';
import { CONTROL_CONTROLLERS } from './http/control-controllers';
import { GATEWAY_CONTROLLERS } from './http/gateway-controllers';
import { COLLECTOR_CONTROLLERS } from './http/collectors/collector-controllers';
import { PaymentsController } from './http/payments.controller';
import { PaymentsModule } from './payments.module';

/** The routes of payments. */
@Module({
  imports: [PaymentsModule],
  controllers: [
    ...GATEWAY_CONTROLLERS,
    ...bankControllers,
    PaymentsController,
    ...COLLECTOR_CONTROLLERS,
    ...CONTROL_CONTROLLERS,
  ],
})
export class PaymentsHttpModule {}
