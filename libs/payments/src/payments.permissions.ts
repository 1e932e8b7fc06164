import { definePermissions } from '@app/platform';

/** Permissions of this lib. */
export const PaymentPermissions = definePermissions({
  'payment:read': { id: 'Melihat pembayaran dan kuitansi', en: 'See payments and receipts' },
  'payment:record': { id: 'Mencatat pembayaran tunai dan transfer', en: 'Record cash and transfer payments' },
  'payment:backdate': {
    id: 'Mencatat pembayaran bertanggal di masa depan atau lebih dari 90 hari lalu',
    en: 'Record payments dated in the future or more than 90 days back',
  },
  'payment:reverse': { id: 'Membatalkan atau mengembalikan pembayaran', en: 'Take payments back' },
  'gateway:read': { id: 'Melihat akun payment gateway', en: 'See accounts at payment gateways' },
  'gateway:manage': {
    id: 'Mengatur akun, kunci dan kanal payment gateway',
    en: 'Manage accounts, keys and channels of payment gateways',
  },
  'payment:approve': {
    id: 'Menyetujui pembayaran besar yang dicatat orang lain',
    en: 'Approve large payments that others record',
  },
});
