import { definePermissions } from '@app/platform';

const inScope = definePermissions({
  'site:read': { id: 'Melihat situs', en: 'See sites' },
  'site:write': { id: 'Membuat dan mengubah situs', en: 'Create and change sites' },
  'user:read': { id: 'Melihat pengguna', en: 'See staff users' },
  'user:write': { id: 'Membuat, mengubah dan menonaktifkan pengguna', en: 'Create, change and disable staff users' },
  'owner:appoint': { id: 'Mengangkat dan mencabut pemilik', en: 'Appoint and dismiss owners' },
  'api-key:read': { id: 'Melihat kunci API', en: 'See API keys' },
  'api-key:write': { id: 'Membuat dan mencabut kunci API', en: 'Make and revoke API keys' },
  'role:read': { id: 'Melihat peran dan daftar izin', en: 'See roles and the catalogue of permissions' },
  'approval:read': { id: 'Melihat permintaan persetujuan', en: 'See requests for approval' },
  'approval:decide': {
    id: 'Memutuskan permintaan persetujuan orang lain',
    en: 'Decide about the requests for approval of others',
  },
});

/** A role counts wherever somebody has it. */
const ofEverything = definePermissions(
  { 'role:write': { id: 'Membuat, mengubah dan menghapus peran', en: 'Create, change and delete roles' } },
  { reach: 'installation' },
);

/** What iam lets a role do. */
export const IamPermissions = { ...inScope, ...ofEverything };
