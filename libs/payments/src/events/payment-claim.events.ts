import { defineEvent } from '@app/platform';

/** Somebody sent a proof of a transfer; a person has to look at it. Key: claim. */
export const PaymentClaimSubmitted = defineEvent<{ claimId: string; customerId: string; siteId: string }>(
  'payments.claim.submitted.v1',
);

/** A person decided about a proof; the reason is for the customer. Key: claim and version. */
export const PaymentClaimDecided = defineEvent<{
  claimId: string;
  customerId: string;
  status: 'APPROVED' | 'REJECTED';
  paymentId: string | null;
  reason: string;
}>('payments.claim.decided.v1');
