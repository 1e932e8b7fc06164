import { defineApprovalKind } from '@app/iam';

/** Opening a closed month again: never alone. */
export const ReopenPeriod = defineApprovalKind({
  key: 'billing.reopen-period',
  permission: 'ledger:approve',
  title: { id: 'Membuka kembali periode akuntansi', en: 'An accounting period opened again' },
});
