import { definePermissions } from '@app/platform';

/** Permissions of refunds, voids, reviews and settlement reports. */
export const ControlPermissions = definePermissions({
  'refund:read': { id: 'Melihat pengembalian dana', en: 'See refunds' },
  'refund:request': { id: 'Meminta pengembalian dana', en: 'Ask for refunds' },
  'refund:approve': { id: 'Menyetujui pengembalian dana orang lain', en: 'Approve refunds that others ask for' },
  'payment:void': { id: 'Membatalkan pembayaran sebelum kas ditutup', en: 'Void payments before their cash is closed' },
  'payment:review': { id: 'Memutuskan uang yang belum jelas', en: 'Decide about money in review' },
  'settlement:read': { id: 'Melihat laporan penyelesaian gateway', en: 'See settlement reports of gateways' },
  'settlement:import': {
    id: 'Mengimpor laporan penyelesaian dan mencatat pencairan',
    en: 'Import settlement reports, record payouts',
  },
});
