import { AUDITED, HANDLER, type Kind, type Objects } from '../support/security-world';

/** How to call one operation so that nothing but access can refuse it. */
export interface OperationRequest {
  /** Values of the path's parameters: an object of this kind, or (with `=`) the word itself. */
  readonly params?: Readonly<Record<string, Kind | `=${string}`>>;
  readonly query?: (objects: Objects) => Readonly<Record<string, string>>;
  readonly body?: (objects: Objects, unique: string) => object;
  /** It is a list: of the objects of this kind, it shows those that the actor may see. */
  readonly lists?: Kind;
  /** What it leaves cannot be called again: it gets fresh objects. */
  readonly consumes?: true;
  /** It ends the session that it is called with, or may: it gets fresh credentials. */
  readonly endsSession?: true;
}

const PASSWORD = 'pagi itu hujan deras';
const VERSION = { version: 1 };
const IDR = (amount: string) => ({ amount, currency: 'IDR' });

const plain: OperationRequest = {};
const listOf = (lists: Kind): OperationRequest => ({ lists, query: () => ({ limit: '200' }) });
const shortListOf = (lists: Kind): OperationRequest => ({ lists });
const at = (id: Kind, more: OperationRequest = {}): OperationRequest => ({ params: { id }, ...more });
const edit = (id: Kind, change: object): OperationRequest => at(id, { body: () => ({ ...VERSION, ...change }) });
const gone = (id: Kind, more: OperationRequest = {}): OperationRequest => at(id, { consumes: true, ...more });

const system: Record<string, OperationRequest> = {
  showLandingPage: plain,
  readLandingScript: plain,
  readLandingStyle: plain,
  readHealth: plain,
  readLiveness: plain,
  readReadiness: plain,
  readMetrics: plain,
  listDeadLetters: listOf('event'),
  replayDeadLetter: { params: { eventId: 'event', handler: `=${HANDLER}` }, consumes: true },
  replayDeadLetters: { body: () => ({ handler: 'test.nobody' }) },
  listJobSchedules: shortListOf('schedule'),
  getJobSchedule: { params: { key: 'schedule' } },
  changeJobSchedule: { params: { key: 'schedule' }, body: () => ({ ...VERSION, enabled: false }) },
  runJobSchedule: { params: { key: 'schedule' } },
  listJobs: listOf('job'),
  getJob: at('job'),
  readTestClock: plain,
  travelInTime: { body: () => ({ offsetMs: 0 }) },
};

const auth: Record<string, OperationRequest> = {
  bootstrapOwner: { body: (_, unique) => ({ token: unique, email: mail(unique), name: 'Budi', password: PASSWORD }) },
  login: { body: (_, unique) => ({ email: mail(unique), password: PASSWORD }) },
  refreshSession: { body: (_, unique) => ({ refreshToken: unique }) },
  logout: { endsSession: true },
  getMe: plain,
  changePassword: { body: () => ({ currentPassword: 'x', newPassword: PASSWORD }), endsSession: true },
  requestPasswordReset: { body: (_, unique) => ({ email: mail(unique) }) },
  confirmPasswordReset: { body: (_, unique) => ({ token: unique, newPassword: PASSWORD }) },
  listSessions: shortListOf('signIn'),
  revokeSession: at('signIn', { consumes: true, endsSession: true }),
  getTotp: plain,
  enrolTotp: { body: () => ({ password: PASSWORD }) },
  confirmTotp: { body: () => ({ code: '123456' }) },
  renewRecoveryCodes: { body: () => ({ code: '123456' }) },
  removeTotp: { body: () => ({ password: PASSWORD }) },
};

const access: Record<string, OperationRequest> = {
  listSites: listOf('site'),
  getSite: at('site'),
  createSite: { body: (_, unique) => ({ code: unique, name: 'Site', timeZone: 'Asia/Jakarta' }) },
  updateSite: edit('site', { name: 'Site' }),
  listUsers: listOf('user'),
  getUser: at('user'),
  createUser: {
    body: ({ site }, unique) => ({ email: mail(unique), name: 'Budi', role: 'read-only', siteIds: [site] }),
  },
  updateUser: edit('user', { name: 'Budi' }),
  listUserSessions: at('user'),
  endUserSessions: at('user'),
  endUserSession: { params: { id: 'user', sessionId: 'signIn' }, consumes: true },
  resetUserTotp: at('user'),
  issuePasswordLink: at('user'),
  listRoles: shortListOf('role'),
  getRole: at('role'),
  createRole: { body: (_, unique) => ({ key: unique.toLowerCase(), name: 'Role', permissions: ['customer:read'] }) },
  updateRole: edit('role', { name: 'Role' }),
  deleteRole: gone('role'),
  listPermissions: plain,
  listApprovals: listOf('approval'),
  getApproval: at('approval'),
  approveRequest: gone('approval', { body: () => ({ note: 'ya' }) }),
  rejectRequest: gone('approval', { body: () => ({ note: 'tidak' }) }),
  listAuditEntries: { lists: 'auditEntry', query: () => ({ limit: '200', action: AUDITED }) },
  verifyAuditLog: plain,
  listApiKeys: listOf('apiKey'),
  getApiKey: at('apiKey'),
  createApiKey: { body: ({ site }) => ({ name: 'Key', permissions: ['customer:read'], siteIds: [site] }) },
  updateApiKey: edit('apiKey', { name: 'Key' }),
  revokeApiKey: gone('apiKey'),
};

const WEBHOOK = { url: 'https://hooks.example.com/in', topics: ['*'] };

const integration: Record<string, OperationRequest> = {
  listWebhookEndpoints: listOf('endpoint'),
  listWebhookTopics: plain,
  getWebhookEndpoint: at('endpoint'),
  createWebhookEndpoint: { body: () => WEBHOOK },
  updateWebhookEndpoint: edit('endpoint', { description: 'x' }),
  deleteWebhookEndpoint: gone('endpoint'),
  rotateWebhookSecret: at('endpoint', { body: () => ({ overlapHours: 1 }) }),
  testWebhookEndpoint: at('endpoint'),
  listWebhookDeliveries: at('endpoint'),
  redeliverWebhook: { params: { id: 'endpoint', deliveryId: 'delivery' } },
};

const customers: Record<string, OperationRequest> = {
  listAreas: listOf('area'),
  getArea: at('area'),
  createArea: { body: ({ site }, unique) => ({ siteId: site, name: unique }) },
  updateArea: at('area', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  deleteArea: at('area'),
  listResellers: listOf('reseller'),
  getReseller: at('reseller'),
  createReseller: { body: ({ site }, unique) => ({ siteId: site, name: unique }) },
  updateReseller: at('reseller', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  listCustomers: listOf('customer'),
  getCustomer: at('customer'),
  createCustomer: {
    body: ({ site, area, reseller }) => ({ siteId: site, name: 'Siti', areaId: area, resellerId: reseller }),
  },
  updateCustomer: edit('customer', { name: 'Siti' }),
  archiveCustomer: gone('customer', { body: () => VERSION }),
  exportCustomer: at('customer'),
  anonymizeCustomer: gone('customer', { body: () => VERSION }),
};

const RATES = { downloadKbps: 1_000, uploadKbps: 1_000 };

const billing: Record<string, OperationRequest> = {
  listPlans: listOf('plan'),
  getPlan: at('plan'),
  createPlan: {
    body: ({ site }, unique) => ({ siteId: site, code: unique, name: 'Plan', ...RATES, price: IDR('150000') }),
  },
  updatePlan: edit('plan', { name: 'Plan' }),
  listPlanPrices: at('plan'),
  addPlanPrice: at('plan', { body: () => ({ price: IDR('160000'), validFrom: '2098-01-01' }) }),
  listSubscriptions: listOf('subscription'),
  getSubscription: at('subscription'),
  getSubscriptionAccess: at('subscription'),
  createSubscription: { body: ({ customer, plan }) => ({ customerId: customer, planId: plan, anchorDay: 1 }) },
  activateSubscription: gone('pending', { body: () => ({}) }),
  cancelSubscription: gone('subscription'),
  listInvoices: listOf('invoice'),
  getInvoice: at('invoice'),
  startBillingRun: { body: ({ site }) => ({ siteId: site, dryRun: true }) },
  listBillingRuns: listOf('run'),
  getBillingRun: at('run'),
  listParkedSubscriptions: listOf('subscription'),
  unparkSubscription: gone('parked'),
  listLedgerAccounts: plain,
  listLedgerEntries: listOf('customer'),
  proveLedger: plain,
  recordPayment: { body: ({ customer }) => ({ customerId: customer, amount: IDR('1000'), method: 'CASH' }) },
  listPayments: listOf('payment'),
  getPayment: at('payment'),
  getPaymentReceipt: at('payment'),
};

const ROUTER = { host: '10.10.0.1', username: 'api', password: 'x' };

const network: Record<string, OperationRequest> = {
  listRouters: listOf('router'),
  getRouter: at('router'),
  createRouter: { body: ({ site }, unique) => ({ siteId: site, name: unique, ...ROUTER }) },
  updateRouter: at('router', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  deleteRouter: gone('idleRouter'),
  testRouter: at('router'),
  getRouterStatus: at('router'),
  getRouterSyncPlan: at('router'),
  syncRouter: at('router'),
  retryRouter: at('router'),
  listPppProfiles: { query: ({ router }) => ({ routerId: router }) },
  listPppoeAccounts: listOf('account'),
  getPppoeAccount: at('account'),
  createPppoeAccount: {
    body: ({ pending, idleRouter }) => ({ subscriptionId: pending, routerId: idleRouter }),
    consumes: true,
  },
  updatePppoeAccount: edit('account', { remoteAddress: null }),
  deletePppoeAccount: gone('account'),
  resetPppoePassword: at('account'),
  getPppoeSession: at('account'),
  kickPppoeAccount: at('account'),
};

function mail(unique: string): string {
  return `${unique.toLowerCase()}@test.invalid`;
}

/** Every operation of the API, by operationId. A new route adds its line here. */
export const REQUESTS: Readonly<Record<string, OperationRequest>> = {
  ...system,
  ...auth,
  ...access,
  ...integration,
  ...customers,
  ...billing,
  ...network,
};

/** Does it point at objects, in its path, its query or its body? */
export function namesObjects({ params, query, body, lists }: OperationRequest): boolean {
  if (lists !== undefined) return false;
  const seen = { used: false };
  const spy = new Proxy({} as Objects, {
    get: () => {
      seen.used = true;
      return '';
    },
  });
  query?.(spy);
  body?.(spy, 'X');
  return seen.used || Object.values(params ?? {}).some((value) => !value.startsWith('='));
}
