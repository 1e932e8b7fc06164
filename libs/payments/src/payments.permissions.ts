import { definePermissions } from '@app/platform';

/** Permissions of this lib. */
export const PaymentPermissions = definePermissions({
  'payment:read': { id: 'Melihat pembayaran dan kuitansi', en: 'See payments and receipts' },
  'payment:record': { id: 'Mencatat pembayaran tunai dan transfer', en: 'Record cash and transfer payments' },
});
