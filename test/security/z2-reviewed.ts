import { type Narrowing } from '../support/security/narrowed';
import { type Kind, type Objects } from '../support/security-world';
import { type OperationRequest } from '../support/security/requests';

/** What a site offers and goes by is known to everybody in it. */
const OF_THE_SITE: readonly Kind[] = [
  ...(['site', 'plan', 'otherPlan', 'product', 'discount', 'holiday', 'dunningPolicy'] as const),
  ...(['voucherTemplate', 'resellerProfile', 'hotspotProfile'] as const),
];

/** Kinds whose foreign ids are no secret, because they belong to the whole site or installation. */
export const SHARED: Readonly<Partial<Record<Narrowing, readonly Kind[]>>> = {
  site: ['role'],
  area: ['role', ...OF_THE_SITE],
  reseller: ['role', ...OF_THE_SITE, 'area'],
  customer: ['role', ...OF_THE_SITE],
};

export interface Exception {
  /** What answers instead of 404, by narrowing. */
  readonly status: Readonly<Partial<Record<Narrowing, number>>>;
  readonly reason: string;
  /** Kinds that its answer may name all the same. */
  readonly shows?: readonly Kind[];
  /** Narrowings for which the list is empty although there is something of their own. */
  readonly nothingFor?: readonly Narrowing[];
}

const everyone = (status: number): Exception['status'] => ({
  site: status,
  area: status,
  reseller: status,
  customer: status,
});
const narrower = (status: number): Exception['status'] => ({ area: status, reseller: status, customer: status });

const installation: Exception = {
  status: everyone(403),
  reason: 'its permission only counts for who sees every site',
};
const global: Exception = { status: everyone(200), reason: 'roles are the same everywhere; they name no object' };
const offered: Exception = { status: narrower(200), reason: 'what the site offers is on offer to everybody in it' };
const notTheirs: Exception = {
  status: narrower(403),
  reason: 'the site is theirs to see, but nothing of a whole site is theirs to change',
};
const noLists: readonly Narrowing[] = ['area', 'reseller', 'customer'];
const hiddenList: Exception = { status: {}, reason: 'belongs to whole sites', nothingFor: noLists };

const ofNobodyElse: Exception = {
  status: {},
  reason: "vouchers are the house's or a reseller's",
  nothingFor: ['area', 'customer'],
};

const noRound: Exception = {
  status: everyone(403),
  reason: 'who is no collector has no round; theirs is tested in e2e',
};

/** Where something else than 404 is right. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  getHotspotProfile: offered,
  getHotspotLoginPages: offered,
  downloadHotspotLoginPages: offered,
  getHotspotLoginPage: offered,
  previewHotspotLoginPage: offered,
  getVoucherTemplate: offered,
  previewVoucherTemplate: offered,
  listHotspotAccounts: {
    status: {},
    reason: 'an account that is bound to no router names every hotspot router of its site, where it works',
    shows: ['router', 'idleRouter'],
  },
  listHotspotBindings: hiddenList,
  listGateways: hiddenList,
  importVouchers: notTheirs,
  getVoucherProfit: { status: narrower(200), reason: "the site is theirs; sales are the house's or a reseller's own" },
  createVoucherBatch: { ...notTheirs, reason: 'batches are ordered by the house, or bought from a wallet' },
  listVouchers: ofNobodyElse,
  listVoucherBatches: ofNobodyElse,
  createCollector: notTheirs,
  createBankAccount: notTheirs,
  listBankAccounts: hiddenList,
  listBankMutations: hiddenList,
  createCashDesk: notTheirs,
  saveMyStop: noRound,
  collectPayment: noRound,
  listCollectors: hiddenList,
  listCollections: hiddenList,
  listRemittances: hiddenList,
  listCashDesks: hiddenList,
  listIpPools: hiddenList,
  getIsolirPage: offered,
  getPppoeNumbering: offered,
  listPppProfileSettings: offered,
  listCashEntries: hiddenList,
  listCashClosings: hiddenList,
  replayDeadLetter: installation,
  getJobSchedule: installation,
  changeJobSchedule: installation,
  runJobSchedule: installation,
  updateRole: installation,
  deleteRole: installation,
  getWebhookEndpoint: installation,
  updateWebhookEndpoint: installation,
  deleteWebhookEndpoint: installation,
  rotateWebhookSecret: installation,
  testWebhookEndpoint: installation,
  listWebhookDeliveries: installation,
  redeliverWebhook: installation,
  getRole: global,

  getSite: { status: narrower(200), reason: 'the own site' },
  updateSite: notTheirs,
  createArea: notTheirs,
  createReseller: notTheirs,
  createUser: { status: narrower(403), reason: 'a user of the whole site would see more than they do' },
  createApiKey: { status: narrower(201), reason: 'a key never sees more than its creator: it is limited as he is' },
  createPlan: notTheirs,
  getBillingPolicies: { status: narrower(200), reason: 'policies of the site count for everybody in it' },
  putBillingPolicies: notTheirs,
  confirmBillingRun: notTheirs,
  createDiscount: notTheirs,
  updateDiscount: notTheirs,
  getDiscount: offered,
  createHoliday: notTheirs,
  deleteHoliday: notTheirs,
  setPlanProducts: notTheirs,
  createProduct: notTheirs,
  updateProduct: notTheirs,
  getProduct: offered,
  listProductPrices: offered,
  addProductPrice: notTheirs,
  getPlan: offered,
  listPlanPrices: offered,
  updatePlan: notTheirs,
  addPlanPrice: notTheirs,
  importCustomers: notTheirs,
  startBillingRun: notTheirs,
  confirmDunningBrake: notTheirs,
  getDunningPolicy: { status: narrower(200), reason: 'policies of the site count for everybody in it' },
  createDunningPolicy: notTheirs,
  updateDunningPolicy: notTheirs,
  deleteDunningPolicy: notTheirs,
  getArea: { status: { reseller: 200 }, reason: 'a reseller chooses among the areas of his site' },
  updateArea: { status: { reseller: 403 }, reason: 'but changes none' },
  deleteArea: { status: { reseller: 403 }, reason: 'but changes none' },

  listPaymentReviews: hiddenList,
  listSettlementReports: hiddenList,
  listRouters: hiddenList,
  listCustomerImports: hiddenList,
  listVoucherImports: hiddenList,
  listShopOrders: hiddenList,
  listVoucherReturns: hiddenList,
  listRouterCommands: hiddenList,
  listRouterDrift: hiddenList,
  listRouterGroups: hiddenList,
  listRouterSecurity: hiddenList,
  listRouterHealth: hiddenList,
  listAlerts: hiddenList,
  listBillingRuns: hiddenList,
  listAuditEntries: hiddenList,
  listParkedSubscriptions: hiddenList,
  listUsers: { status: {}, reason: 'the object is of the whole site', nothingFor: noLists },
  listApprovals: { status: {}, reason: 'asked for by somebody else of the site', nothingFor: noLists },
  listApiKeys: { status: {}, reason: 'made by somebody else', nothingFor: ['site', ...noLists] },
  listSessions: { status: {}, reason: 'the object is of somebody else', nothingFor: ['site', ...noLists] },
  listAreas: { status: {}, reason: 'customers have no use for them', nothingFor: ['customer'] },
  listResellers: { status: {}, reason: 'not for collectors and customers', nothingFor: ['area', 'customer'] },
};

const VERSION = { version: 1 };
const money = { amount: { amount: '1000', currency: 'IDR' }, method: 'CASH' };
const user = (unique: string) => ({ email: `${unique.toLowerCase()}@test.invalid`, name: 'Budi', role: 'read-only' });
type Body = NonNullable<OperationRequest['body']>;

/** Further places for ids, which the plain requests leave out. */
export const MORE_REFERENCES: Readonly<Record<string, readonly Body[]>> = {
  updateCustomer: [
    ({ area }) => ({ ...VERSION, areaId: area }),
    ({ reseller }: Objects) => ({ ...VERSION, resellerId: reseller }),
  ],
  createUser: [
    ({ area }, unique) => ({ ...user(unique), areaIds: [area] }),
    ({ reseller }, unique) => ({ ...user(unique), resellerId: reseller }),
    ({ customer }, unique) => ({ ...user(unique), customerId: customer }),
  ],
  updateUser: [
    ({ site }) => ({ ...VERSION, siteIds: [site] }),
    ({ area }) => ({ ...VERSION, areaIds: [area] }),
    ({ reseller }) => ({ ...VERSION, resellerId: reseller }),
    ({ customer }) => ({ ...VERSION, customerId: customer }),
  ],
  updateApiKey: [({ site }) => ({ ...VERSION, siteIds: [site] })],
  recordPayment: [({ customer, invoice }) => ({ customerId: customer, invoiceId: invoice, ...money })],
  updatePppoeAccount: [({ router }) => ({ ...VERSION, routerId: router })],
};
