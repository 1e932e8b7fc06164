import { defineApprovalKind } from '@app/iam';

/** Giving up a debt above the limit of one pair of eyes (billing.md Z4). */
export const WriteOff = defineApprovalKind({
  key: 'billing.write-off',
  permission: 'invoice:approve',
  title: { id: 'Menghapus piutang di atas batas', en: 'A write-off above the limit' },
});
