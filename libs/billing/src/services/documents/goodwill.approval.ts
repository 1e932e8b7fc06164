import { defineApprovalKind } from '@app/iam';

/** A gift above the limit of one pair of eyes (billing.md Z4). */
export const GoodwillCredit = defineApprovalKind({
  key: 'billing.goodwill',
  permission: 'invoice:approve',
  title: { id: 'Kredit niat baik di atas batas', en: 'A goodwill credit above the limit' },
});
