import { at, edit, gone, listOf, type OperationRequest, plain } from './operation-request';

const POLICY = { name: 'Patient', policy: { accessTolerance: '5000' } };

export const dunning: Record<string, OperationRequest> = {
  previewIsolation: plain,
  listDunningActions: plain,
  getDunningBrake: plain,
  confirmDunningBrake: { body: ({ site }) => ({ siteId: site, atMost: 60 }) },
  listUncollectibleInvoices: plain,
  listReminders: plain,
  listLateFees: listOf('lateFee'),
  reverseLateFee: gone('lateFee', { body: () => ({ reason: 'goodwill' }) }),
  listDunningPolicies: listOf('dunningPolicy'),
  getDunningPolicy: at('dunningPolicy'),
  createDunningPolicy: { body: ({ site, plan }) => ({ siteId: site, planId: plan, ...POLICY }) },
  updateDunningPolicy: edit('dunningPolicy', POLICY),
  deleteDunningPolicy: gone('dunningPolicy'),
  listPromises: listOf('promise'),
  getPromise: at('promise'),
  createPromise: { body: ({ customer }) => ({ customerId: customer, until: '2098-01-01' }) },
  cancelPromise: gone('promise'),
  listAccessOverrides: listOf('accessOverride'),
  getAccessOverride: at('accessOverride'),
  createAccessOverride: {
    body: ({ customer }) => ({ customerId: customer, kind: 'NEVER_ISOLATE', reason: 'hospital' }),
  },
  endAccessOverride: gone('accessOverride'),
};
