import { definePermissions } from '@app/platform';

/** What customers lets a role do. */
export const CustomersPermissions = definePermissions({
  'customer:read': { id: 'Melihat pelanggan', en: 'See customers' },
  'customer:write': { id: 'Membuat dan mengubah pelanggan', en: 'Create and change customers' },
  'customer:archive': { id: 'Mengarsipkan pelanggan', en: 'Archive customers' },
});
