import { definePermissions } from './access/permissions';

/** What operators of the installation may do. Queues, schedules and events know no sites. */
export const PlatformPermissions = definePermissions(
  {
    'system:read': {
      id: 'Melihat keadaan sistem: antrean, jadwal, pekerjaan, kiriman gagal',
      en: 'See the state of the system: queues, schedules, jobs, failed deliveries',
    },
    'system:operate': {
      id: 'Menjalankan sistem: mengubah jadwal, mengulang kiriman gagal, mengosongkan cache',
      en: 'Run the system: change schedules, replay failed deliveries, clear caches',
    },
    'webhook:read': { id: 'Melihat webhook dan kirimannya', en: 'See webhook endpoints and their deliveries' },
    'webhook:write': { id: 'Mengatur webhook ke sistem lain', en: 'Set up webhooks to other systems' },
  },
  { reach: 'installation' },
);

/** Alerts are limited to the actor's sites, unlike the rest of the system. */
export const AlertPermissions = definePermissions({
  'alert:read': { id: 'Melihat peringatan', en: 'See alerts' },
  'alert:acknowledge': { id: 'Menangani peringatan', en: 'Take alerts in hand' },
});
