/** Tables whose rows belong to somebody, and by what they are limited. */
export const scopedTables: Readonly<Record<string, string>> = {
  sites: 'by its own id',
  users: 'what they see lies within what the actor sees',
  user_sites: 'with the user',
  user_areas: 'with the user',
  areas: 'site, area',
  resellers: 'site, reseller',
  customers: 'site, area, reseller, customer',
  billing_accounts: 'with the customer',
  subscriptions: 'with the customer',
  access_intents: 'with the customer',
  parked_subscriptions: 'site',
  invoices: 'with the customer',
  invoice_lines: 'with the invoice',
  payments: 'with the customer',
  payment_allocations: 'with the payment',
  ledger_entries: 'with the customer',
  ledger_transactions: 'with its entries',
  billing_runs: 'site',
  plans: 'site; those of all sites are on offer everywhere',
  plan_prices: 'with the plan',
  routers: 'site',
  router_sync_items: 'with the router',
  router_access_drafts: 'site',
  router_command_log: 'with the router',
  router_health: 'with the router',
  router_health_changes: 'with the router',
  router_health_samples: 'with the router',
  router_traffic_samples: 'with the router',
  router_backups: 'with the router',
  alerts: 'site; those of no site are for who sees every site',
  router_groups: 'site',
  router_group_members: 'with the group',
  router_failovers: 'with the group',
  router_failover_shares: 'with the failover',
  router_isolir: 'with the router',
  pppoe_accounts: 'with the customer',
  approvals: 'site, or asked for by oneself',
};

const PERSON = 'belongs to one user or key and is only reached from there';
const INSTALLATION = 'knows no sites; its routes need a permission that only counts for who sees every site';
const MACHINERY = 'machinery without routes';
const REFERENCE = 'reference data, the same for everybody';

/** The others, and why they need no scope. */
export const unscopedTables: Readonly<Record<string, string>> = {
  api_keys: 'seen by its creator, and by who sees everything; a key never sees more than its creator',
  api_key_sites: 'with the key',
  audit_daily_heads: INSTALLATION,
  audit_heads: INSTALLATION,
  audit_intake: MACHINERY,
  audit_log: 'people read it by its view, limited to their sites; the rest is its chain',
  background_jobs: 'read by who started it; the list needs system:read',
  idempotency_keys: PERSON,
  job_schedules: INSTALLATION,
  leases: MACHINERY,
  ledger_accounts: REFERENCE,
  number_series: MACHINERY,
  one_time_tokens: PERSON,
  outbox_archive: INSTALLATION,
  outbox_deliveries: INSTALLATION,
  outbox_events: INSTALLATION,
  rate_limits: MACHINERY,
  recovery_codes: PERSON,
  refresh_tokens: PERSON,
  roles: 'the same everywhere; changed only by who sees every site',
  sign_in_sources: PERSON,
  sign_in_throttles: MACHINERY,
  sign_ins: PERSON,
  tax_codes: REFERENCE,
  travelling_clock: 'one row, of test installations',
  user_totp: PERSON,
  webhook_deliveries: INSTALLATION,
  webhook_endpoints: INSTALLATION,
};

const UNDER_LOCK = 'only after BillingAccountRepository.lock, which is limited to the scope';
const AFTER_FIND = 'only for an id that a limited read of the same service has just found';
const NEW_ROW = 'writes a row that its service has checked: site, customer or router were found within the scope';
const RUN = 'the billing run and dunning: jobs of the system, which see everything';
const SYNC = 'the sync of routers: jobs of the system; routes reach it after RoutersService.get';
const PROBES = 'the health monitor: jobs of the system';
const EVERYWHERE = 'names are unique over all sites, so it has to look at all of them; it answers yes or no';
const SELF = 'the account that signs in or makes the request, found by its credentials or its own id';

/**
 * Statements over scoped tables without a condition of `ScopeFilter`, each with its reason. `Class.*` is for classes of
 * which no statement has one.
 */
export const unfiltered: Readonly<Record<string, string>> = {
  'ScopeFilter.*': 'the filter itself',

  'AlertsRepository.raise': 'raised by the machinery, wherever the trouble is',
  'AlertsRepository.resolve': 'resolved by the machinery when the trouble is over',
  'AlertsRepository.resolveSubject': 'resolved by the machinery when the object is gone',
  'AlertsRepository.countOpen': 'counts for the metrics of the installation',
  'AlertsRepository.purge': 'forgets what is long over',

  'SitesRepository.insert': 'only for who sees every site, which the service checks',
  'UsersRepository.findSelf': SELF,
  'UsersRepository.credentials': SELF,
  'UsersRepository.insert': NEW_ROW,
  'UsersRepository.update': AFTER_FIND,
  'UsersRepository.setSites': AFTER_FIND,
  'UsersRepository.setAreas': AFTER_FIND,
  'UsersRepository.setPasswordHash': SELF,
  'UsersRepository.raiseTokenVersion': AFTER_FIND,
  'UsersRepository.raiseTokenVersionOfRole': 'a changed role counts for everybody who has it',
  'UsersRepository.hasOwner': 'the last owner is the last one of the installation; it answers yes or no',
  'SignInsRepository.*': SELF,
  'SignInSourcesRepository.*': SELF,
  'TotpRepository.*': SELF,
  'ApiKeysRepository.*': 'keys are seen by their creator, and by who sees everything; of users it shows the creator',
  'ApprovalsRepository.consume': 'one that the actor himself asked for',
  'ApprovalsRepository.open': 'notes what the actor himself asks for',
  'ApprovalsRepository.decide': AFTER_FIND,

  'AreasRepository.insert': NEW_ROW,
  'AreasRepository.isNameTaken': EVERYWHERE,
  'ResellersRepository.insert': NEW_ROW,
  'ResellersRepository.isNameTaken': EVERYWHERE,
  'CustomersRepository.takeCodes': EVERYWHERE,
  'CustomersRepository.insertMany': 'the service counts afterwards whether the actor sees what he made',

  'RouterRepository.insert': NEW_ROW,
  'RouterRepository.isNameTaken': EVERYWHERE,
  'RouterRepository.pin': 'the fingerprint of a first connection, noted by the transport',
  'RouterRepository.queue': AFTER_FIND,
  'RouterRepository.label': 'name and site of a router for an alert of that site',
  'RouterRepository.versions': 'which connections of the pool are out of date; nothing of a router is shown',
  'RouterRepository.countByHealth': 'counts for the metrics of the installation',
  'RouterHealthRepository.*': SYNC,
  'ProbeRepository.*': PROBES,
  'SampleRepository.*': PROBES,
  'RollUpRepository.*': PROBES,
  'HistoryRepository.*': AFTER_FIND,
  'BackupRepository.*': AFTER_FIND,
  'HealthViewRepository.changes': AFTER_FIND,
  'HealthViewRepository.setInterfaces': AFTER_FIND,
  'SyncItemRepository.*': SYNC,

  'RouterGroupsRepository.insert': NEW_ROW,
  'RouterGroupsRepository.isNameTaken': 'names are unique within a site whose group was found; it answers yes or no',
  'RouterGroupsRepository.setMembers': 'only routers of the site of a group that was found or has just been made',
  'IsolirRepository.*': SYNC,
  'FailoversRepository.*': 'the watch over router groups; routes reach it after the group was found or locked in scope',

  'BillingAccountRepository.ensure': NEW_ROW,
  'BillingAccountRepository.lockFree': RUN,
  'BillingAccountRepository.addDeposit': UNDER_LOCK,
  'BillingAccountRepository.setTimeZone': UNDER_LOCK,
  'AccessIntentRepository.*': UNDER_LOCK,
  'SettlementRepository.*': UNDER_LOCK,
  'SubscriptionRepository.insert': NEW_ROW,
  'SubscriptionRepository.change': UNDER_LOCK,
  'SubscriptionRepository.pointers': UNDER_LOCK,
  'SubscriptionRepository.setNextBillAt': UNDER_LOCK,
  'InvoiceRepository.lines': AFTER_FIND,
  'PlanRepository.insert': NEW_ROW,
  'PlanRepository.prices': AFTER_FIND,
  'PlanRepository.priceOn': AFTER_FIND,
  'PlanRepository.insertPrice': AFTER_FIND,
  'ParkedRepository.park': RUN,
  'BillablePlanRepository.*': RUN,
  'BillingRunRepository.anythingDue': RUN,
  'BillingRunRepository.clocks': RUN,
  'BillingRunRepository.open': RUN,
  'BillingRunRepository.count': RUN,
  'BillingRunRepository.close': RUN,
  'DueBatchRepository.*': RUN,
  'InvoiceBatchRepository.*': RUN,
  'OverdueRepository.*': RUN,
  'LedgerPostingRepository.*':
    'appends what the billing run or a settlement under the lock of the account has worked out',
  'LedgerProofRepository.*': 'proves the books of every site; its permission only counts for who sees every site',
  'ServiceStates.*': 'what the network has to grant: asked by jobs, and by routes for accounts that they have found',

  'PaymentRepository.insert': UNDER_LOCK,
  'PaymentRepository.allocationsOf': AFTER_FIND,

  'PppoeAccountRepository.insertMany': NEW_ROW,
  'PppoeAccountRepository.usernamesOf': EVERYWHERE,
  'RouterAccountsRepository.*': SYNC,

  'LandingRepository.*': 'the start page, whose figures are shown by the demo only',
  checkRouters: 'the doctor of the CLI, run by whoever holds the server',
  'DemoHistory.*': 'the demo data of the CLI',
};
