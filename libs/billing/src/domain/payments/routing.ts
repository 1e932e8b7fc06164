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
