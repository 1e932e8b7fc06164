export * from './domain/accounts/channel';
export * from './domain/accounts/gateway-account';
export * from './domain/attempts/attempt';
export * from './domain/attempts/attempt-state';
export * from './domain/attempts/evidence';
export * from './domain/payment';
export * from './domain/payment-method';
export * from './events/attempt-changed.event';
export * from './events/payment-recorded.event';
export * from './gateways';
export * from './payments-http.module';
export * from './payments-worker.module';
export * from './payments.config';
export * from './payments.errors';
export * from './payments.module';
export * from './payments.permissions';
export * from './services/payments.service';
export * from './services/record-payment.service';
export { REVERSAL_KINDS, type ReversalKind } from './repositories/payment-reversal.repository';
export * from './services/reverse-payment.service';
export { Channels, type PayOption } from './services/accounts/channels.service';
export {
  GatewayAccounts,
  type MaskedAccount,
  type NewGatewayAccount,
} from './services/accounts/gateway-accounts.service';
export { AttemptStatus } from './services/attempts/attempt-status.service';
export { Attempts, type StartAttempt } from './services/attempts/attempts.service';
export { SettleAttempt, type SettleOutcome } from './services/attempts/settle-attempt.service';
export * from './services/targets/payment-target';
export { PaymentTargets } from './services/targets/payment-targets';
export { type PaymentDraft, WritePayment } from './services/write-payment.service';
export * from './payments-field.errors';
export * from './payments-field.permissions';
export { CashBook } from './services/cash-book/cash-book.service';
export { CashClosings } from './services/cash-book/cash-closings.service';
export { CashDesks } from './services/cash-book/cash-desks.service';
export { CashEntries } from './services/cash-book/cash-entries.service';
export { Arrears } from './services/collectors/arrears.service';
export { type CollectCommand, CollectPayment } from './services/collectors/collect-payment.service';
export { CollectorCash } from './services/collectors/collector-cash.service';
export { CollectorsService } from './services/collectors/collectors.service';
export { CollectorCommissions } from './services/remittances/collector-commissions.service';
export { Remittances } from './services/remittances/remittances.service';
