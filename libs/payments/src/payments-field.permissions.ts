import { definePermissions } from '@app/platform';

/** Permissions of collectors, remittances, the cash book and closings. */
export const FieldPermissions = definePermissions({
  'collector:read': { id: 'Melihat penagih dan kas di tangannya', en: 'See collectors and their cash in hand' },
  'collector:write': { id: 'Mengatur penagih', en: 'Manage collectors' },
  'collector:collect': { id: 'Menagih dan menerima pembayaran di lapangan', en: 'Collect payments on the road' },
  'collector:void': {
    id: 'Membatalkan penerimaan penagih sebelum disetor',
    en: 'Void what a collector took before it is handed over',
  },
  'collector:pay': { id: 'Membayar komisi penagih', en: 'Pay commission to collectors' },
  'remittance:read': { id: 'Melihat setoran', en: 'See remittances' },
  'remittance:declare': { id: 'Menyatakan setoran', en: 'Declare remittances' },
  'remittance:count': { id: 'Menghitung setoran', en: 'Count remittances' },
  'remittance:approve': { id: 'Menyetujui setoran orang lain', en: 'Approve remittances of others' },
  'cash-book:read': { id: 'Melihat buku kas', en: 'See the cash book' },
  'cash-book:write': { id: 'Mencatat kas masuk dan keluar', en: 'Enter cash income and expenses' },
  'cash-book:approve': { id: 'Menyetujui catatan kas dan menutup hari', en: 'Approve cash entries and close days' },
  'cash-desk:write': { id: 'Mengatur kas dan kategori', en: 'Manage cash desks and categories' },
  'cash-closing:read': { id: 'Melihat tutup kasir', en: 'See closings of cashiers' },
  'cash-closing:write': { id: 'Membuka dan menutup kasir sendiri', en: 'Open and close your own shift' },
  'cash-closing:approve': { id: 'Menyetujui tutup kasir orang lain', en: 'Approve closings of others' },
});
