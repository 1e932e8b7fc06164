import { defineEvent } from '@app/platform';

/** A payment stands: allocated, posted to the ledger and committed. Once per payment (its id is the key). */
export const PaymentRecorded = defineEvent<{ paymentId: string; customerId: string | null }>(
  'payments.payment.recorded.v1',
);
