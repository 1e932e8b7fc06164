import { defineApprovalKind } from '@app/iam';

/** Money in review above the limit of one pair of eyes (billing.md Z4). */
export const ReviewApproval = defineApprovalKind({
  key: 'payments.review',
  permission: 'payment:approve',
  title: {
    id: 'Keputusan atas uang yang belum jelas, di atas batas',
    en: 'A decision about money in review above the limit',
  },
});
