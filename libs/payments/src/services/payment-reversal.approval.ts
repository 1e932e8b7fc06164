import { defineApprovalKind } from '@app/iam';

/** A payment above the limit that is taken back (billing.md Z4). */
export const PaymentReversalApproval = defineApprovalKind({
  key: 'payments.reversal',
  permission: 'payment:approve',
  title: { id: 'Pembalikan pembayaran di atas batas', en: 'A payment above the limit that is taken back' },
});
