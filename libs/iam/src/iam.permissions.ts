import { definePermissions } from '@app/platform';

/** What iam lets a role do. */
export const IamPermissions = definePermissions({
  'site:read': { id: 'Melihat situs', en: 'See sites' },
  'site:write': { id: 'Membuat dan mengubah situs', en: 'Create and change sites' },
  'user:read': { id: 'Melihat pengguna', en: 'See staff users' },
  'user:write': { id: 'Membuat, mengubah dan menonaktifkan pengguna', en: 'Create, change and disable staff users' },
  'owner:appoint': { id: 'Mengangkat dan mencabut pemilik', en: 'Appoint and dismiss owners' },
  'role:read': { id: 'Melihat peran dan daftar izin', en: 'See roles and the catalogue of permissions' },
});
