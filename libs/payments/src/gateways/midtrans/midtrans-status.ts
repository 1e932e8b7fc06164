import { type OrderState } from '../checkout';

const STATES: Readonly<Record<string, OrderState>> = {
  settlement: 'paid',
  partial_refund: 'paid',
  pending: 'pending',
  authorize: 'pending',
  deny: 'pending', // why: not final for some channels, the payer may try again (payments.md 3)
  cancel: 'cancelled',
  expire: 'expired',
  failure: 'failed',
  refund: 'refunded',
  chargeback: 'chargeback',
  partial_chargeback: 'chargeback',
};

/** The state behind `transaction_status`; a capture counts only once it is accepted. Undefined for a status nobody knows. */
export function midtransState(status: string, fraudStatus: string | undefined): OrderState | undefined {
  if (status === 'capture') return fraudStatus === 'accept' ? 'paid' : fraudStatus === 'deny' ? 'failed' : 'pending';
  return STATES[status];
}
