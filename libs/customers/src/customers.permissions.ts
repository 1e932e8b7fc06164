import { definePermissions } from '@app/platform';

/** What customers lets a role do. */
export const CustomersPermissions = definePermissions({
  'customer:read': { id: 'Melihat pelanggan', en: 'See customers' },
  'customer:write': { id: 'Membuat dan mengubah pelanggan', en: 'Create and change customers' },
  'customer:read-personal': {
    id: 'Melihat nomor telepon dan surel pelanggan',
    en: 'See telephone numbers and e-mail addresses of customers',
  },
  'customer:export': {
    id: 'Mengekspor daftar pelanggan dan semua data seorang pelanggan, juga pembayarannya',
    en: 'Export lists of customers, and everything that is kept about one, payments included',
  },
  'customer:anonymize': {
    id: 'Menghapus data pribadi pelanggan yang diarsipkan',
    en: 'Remove the personal data of archived customers',
  },
  'customer:archive': { id: 'Mengarsipkan pelanggan', en: 'Archive customers' },
  'area:read': { id: 'Melihat area', en: 'See areas' },
  'area:write': { id: 'Membuat, mengubah dan menghapus area', en: 'Create, change and delete areas' },
  'reseller:read': { id: 'Melihat reseller', en: 'See resellers' },
  'reseller:write': { id: 'Membuat dan mengubah reseller', en: 'Create and change resellers' },
});
