export type { Delivery } from './callbacks';
export type { Fault, FaultKind, Operation } from './faults';
export type { Merchant, Merchants } from './merchants';
export { NOTICES, type Notice, type Order, PROVIDERS, type ProviderName } from './order';
export {
  type PayOptions,
  PaymentSimulator,
  type PaymentSimulatorOptions,
  startPaymentSimulator,
} from './payment-simulator';
export { settlementReport } from './settlement-report';
