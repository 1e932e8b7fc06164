import { type InvoiceStatus } from '../documents/invoice-state';

/** Where money for a named invoice goes (billing.md 1.10). Money is never refused. */
export type PaymentRoute =
  | 'ALLOCATE' // onto the invoice, then the others
  | 'RECOVERY' // onto a written-off invoice
  | 'OTHERS' // the invoice is settled already: onto the others, then the deposit
  | 'DEPOSIT_AND_ALERT'; // void invoice, or a customer without service

/** @param customerIsGone the customer was cancelled or archived */
export function paymentRoute(target: InvoiceStatus | undefined, customerIsGone = false): PaymentRoute {
  if (target === 'VOID' || (customerIsGone && target !== 'OPEN' && target !== 'UNCOLLECTIBLE'))
    return 'DEPOSIT_AND_ALERT';
  if (target === 'UNCOLLECTIBLE') return 'RECOVERY';
  return target === 'PAID' ? 'OTHERS' : 'ALLOCATE';
}

/** Ranks of what a gateway says about a payment: it only ever rises, and "paid" wins over "expired" (billing.md 1.10). */
const RANK = { PENDING: 0, EXPIRED: 1, FAILED: 1, PAID: 2, REFUNDED: 3 } as const;
export type GatewayStatus = keyof typeof RANK;

/** The status after one more message, whatever the order of the messages. */
export function advanceStatus(known: GatewayStatus, told: GatewayStatus): GatewayStatus {
  return RANK[told] > RANK[known] ? told : known;
}
