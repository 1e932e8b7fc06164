import { IDR, plain, listOf, at, edit, gone, type OperationRequest } from './operation-request';

const RATES = { downloadKbps: 1_000, uploadKbps: 1_000 };

export const billing: Record<string, OperationRequest> = {
  getBillingPolicies: { query: ({ site }) => ({ siteId: site }) },
  putBillingPolicies: { body: ({ site }) => ({ siteId: site, version: 0, policies: { graceDays: 4 } }) },
  listPlans: listOf('plan'),
  getPlan: at('plan'),
  createPlan: {
    body: ({ site }, unique) => ({ siteId: site, code: unique, name: 'Plan', ...RATES, price: IDR('150000') }),
  },
  updatePlan: edit('plan', { name: 'Plan' }),
  listPlanPrices: at('plan'),
  addPlanPrice: at('plan', { body: () => ({ price: IDR('160000'), validFrom: '2098-01-01' }) }),
  listInvoices: listOf('invoice'),
  getInvoice: at('invoice'),
  getInvoicePdf: at('invoice'),
  getCreditNotePdf: at('creditNote'),
  createPayLink: at('invoice'),
  revokePayLink: at('invoice'),
  startBillingRun: { body: ({ site }) => ({ siteId: site, dryRun: true }) },
  listBillingRuns: listOf('run'),
  getBillingRun: at('run'),
  confirmBillingRun: at('preview'),
  stopBillingRun: at('liveRun'),
  getBillingClock: plain,
  confirmBillingClock: plain,
  listParkedSubscriptions: listOf('subscription'),
  unparkSubscription: gone('parked'),
  listLedgerAccounts: plain,
  listLedgerEntries: listOf('customer'),
  proveLedger: plain,
};
