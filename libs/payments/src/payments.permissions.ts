import { definePermissions } from '@app/platform';

/** Permissions of this lib. */
export const PaymentPermissions = definePermissions({
  'payment:read': { id: 'Melihat pembayaran dan kuitansi', en: 'See payments and receipts' },
  'payment:record': { id: 'Mencatat pembayaran tunai dan transfer', en: 'Record cash and transfer payments' },
  'payment:approve': {
    id: 'Menyetujui pembayaran besar yang dicatat orang lain',
    en: 'Approve large payments that others record',
  },
});
