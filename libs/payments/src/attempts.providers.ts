import { GatewayAccountRepository } from './repositories/accounts/gateway-account.repository';
import { GatewayChannelRepository } from './repositories/accounts/gateway-channel.repository';
import { AttemptRepository } from './repositories/attempts/attempt.repository';
import { GatewayEventRepository } from './repositories/callbacks/gateway-event.repository';
import { ChannelOffers } from './services/accounts/channel-offers.service';
import { Channels } from './services/accounts/channels.service';
import { GatewayAccounts } from './services/accounts/gateway-accounts.service';
import { GatewayCalls } from './services/accounts/gateway-calls';
import { OpenedAccounts } from './services/accounts/opened-accounts.service';
import { AttemptAlerts } from './services/attempts/attempt-alerts';
import { AttemptCheckout } from './services/attempts/attempt-checkout.service';
import { AttemptEnding } from './services/attempts/attempt-ending.service';
import { AttemptRows } from './services/attempts/attempt-rows.service';
import { AttemptMoves } from './services/attempts/attempt-moves.service';
import { AttemptStatus } from './services/attempts/attempt-status.service';
import { Attempts } from './services/attempts/attempts.service';
import { CheckoutAnswers } from './services/attempts/checkout-answers.service';
import { SettleAttempt } from './services/attempts/settle-attempt.service';
import { CallbackInbox } from './services/callbacks/callback-inbox.service';
import { CallbackLimiter } from './services/callbacks/callback-limiter';
import { CallbackNotices } from './services/callbacks/callback-notices.service';
import { Callbacks } from './services/callbacks/callbacks.service';
import { InvoiceTarget } from './services/targets/invoice-target';
import { PaymentTargets } from './services/targets/payment-targets';

/** Gateway accounts and attempts, for other topics of this lib and other libs. */
export const ATTEMPT_EXPORTS = [
  AttemptRepository,
  AttemptStatus,
  Attempts,
  CallbackLimiter,
  Callbacks,
  Channels,
  GatewayAccounts,
  GatewayCalls,
  GatewayEventRepository,
  OpenedAccounts,
  PaymentTargets,
  SettleAttempt,
];

export const ATTEMPT_PROVIDERS = [
  ...ATTEMPT_EXPORTS,
  AttemptAlerts,
  AttemptCheckout,
  AttemptEnding,
  AttemptMoves,
  AttemptRows,
  CallbackInbox,
  CallbackNotices,
  ChannelOffers,
  CheckoutAnswers,
  GatewayAccountRepository,
  GatewayChannelRepository,
  InvoiceTarget,
];
