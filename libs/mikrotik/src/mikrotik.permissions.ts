import { definePermissions } from '@app/platform';

/** What a role may do with routers. */
export const MikrotikPermissions = definePermissions({
  'router:read': { id: 'Melihat router dan keadaannya', en: 'See routers and their state' },
  'router:write': { id: 'Menambah, mengubah, dan menghapus router', en: 'Add, change and delete routers' },
  'router:operate': { id: 'Menguji router dan menjalankan sinkronisasi', en: 'Test routers and start syncs' },
});
