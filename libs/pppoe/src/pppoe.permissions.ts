import { definePermissions } from '@app/platform';

/** Permissions of this lib. */
export const PppoePermissions = definePermissions({
  'pppoe:read': { id: 'Melihat akun PPPoE dan sesinya', en: 'See PPPoE accounts and their sessions' },
  'pppoe:write': { id: 'Membuat, mengubah, dan menghapus akun PPPoE', en: 'Create, change and delete PPPoE accounts' },
  'pppoe:operate': { id: 'Memutus sesi PPPoE', en: 'Disconnect PPPoE sessions' },
  'pppoe:import': {
    id: 'Mengambil alih secret PPP yang ada di router: membuat pelanggan, langganan, dan akun',
    en: 'Take over the PPP secrets of a router: makes customers, subscriptions and accounts',
  },
});
