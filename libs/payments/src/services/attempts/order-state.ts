import { type OrderState } from '../../gateways';
import { type PaymentEvidence } from '../../domain/attempts/evidence';

const EVENTS: Readonly<Record<OrderState, PaymentEvidence['event'] | undefined>> = {
  paid: 'PAID',
  pending: 'PENDING',
  failed: 'FAILED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
  refunded: 'REFUNDED',
  chargeback: 'CHARGED_BACK',
  unknown: undefined,
};

/** What a state at a gateway means for the attempt; undefined: nothing. */
export const eventOfState = (state: OrderState): PaymentEvidence['event'] | undefined => EVENTS[state];
