import { GatewayChannelsController } from './accounts/gateway-channels.controller';
import { GatewaysController } from './accounts/gateways.controller';
import { PaymentAttemptsController } from './attempts/payment-attempts.controller';
import { CallbacksController } from './callbacks/callbacks.controller';

/** Routes of gateways and attempts. */
export const GATEWAY_CONTROLLERS = [
  CallbacksController,
  GatewayChannelsController,
  GatewaysController,
  PaymentAttemptsController,
];
