import { defineApprovalKind } from '@app/iam';

/** Money that somebody says has arrived, above the limit of one pair of eyes (billing.md Z4, manual "mark paid"). */
export const ManualSettlement = defineApprovalKind({
  key: 'payments.manual-settlement',
  permission: 'payment:approve',
  title: { id: 'Pembayaran manual di atas batas', en: 'A payment entered by hand above the limit' },
});
