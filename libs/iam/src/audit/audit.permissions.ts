import { definePermissions } from '@app/platform';

/** Reading the audit log; an actor sees the entries of his sites. */
export const AuditPermissions = definePermissions({
  'audit:read': { id: 'Melihat catatan audit', en: 'See the audit log' },
});

/** Checking it concerns every site at once. */
export const AuditCheckPermissions = definePermissions(
  { 'audit:verify': { id: 'Memeriksa keutuhan catatan audit', en: 'Check the audit log for tampering' } },
  { reach: 'installation' },
);
