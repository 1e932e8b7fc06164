import { defineApprovalKind } from '@app/iam';

/** Going on although the brake of dunning holds (billing.md 1.9, Z4). */
export const MassIsolation = defineApprovalKind({
  key: 'billing.mass-isolation',
  permission: 'dunning:approve',
  title: { id: 'Isolir massal melewati rem', en: 'Mass isolation past the brake' },
});
