import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { addDays, localDate, uuidv7 } from '@app/core';
import { type Database, type SecretBox } from '@app/platform';
import { cashObjects } from './cash-objects';
import { resellerObjects } from './reseller-objects';
import { transactionObjects } from './transaction-objects';
import { voucherObjects } from './voucher-objects';
import { accessObjects } from './access-objects';
import { lineObjects } from './line-objects';

/** Kinds of objects that requests name by id. */
export const KINDS = [
  ...(['site', 'area', 'reseller', 'customer', 'plan', 'subscription', 'pending', 'parked'] as const),
  ...(['invoice', 'payment', 'run', 'router', 'idleRouter', 'routerGroup', 'account'] as const),
  ...(['ipPool', 'ipAssignment', 'liveSession', 'endedSession'] as const),
  ...(['staticLine', 'staticPending', 'hotspotPending', 'hotspotAccount', 'hotspotBinding'] as const),
  ...(['user', 'signIn', 'role'] as const),
  ...([
    'apiKey',
    'approval',
    'job',
    'schedule',
    'event',
    'endpoint',
    'delivery',
    'auditEntry',
    'alert',
    'backup',
  ] as const),
  ...(['creditNote', 'invoiceLine', 'draft'] as const),
  ...(['comparison', 'command', 'routerImport', 'customerImport', 'voucherImport'] as const),
  ...(['preview', 'liveRun'] as const),
  ...(['charge', 'discount', 'grant', 'holiday'] as const),
  ...(['lateFee', 'promise', 'accessOverride', 'dunningPolicy'] as const),
  ...(['gatewayAccount', 'attempt'] as const),
  ...(['bankAccount', 'bankMutation', 'paymentClaim'] as const),
  ...(['refund', 'unknownRefund', 'review', 'settlementReport', 'settlementRow'] as const),
  ...(['collector', 'collection', 'remittance', 'cashDesk', 'cashEntry', 'cashClosing'] as const),
  ...(['voucherTemplate', 'voucherFile', 'resellerDeposit', 'resellerProfile'] as const),
  ...([
    'hotspotProfile',
    'voucherBatch',
    'voucher',
    'soldVoucher',
    'activeVoucher',
    'shopOrder',
    'voucherReturn',
  ] as const),
  ...(['otherPlan', 'otherCustomer', 'paused', 'scheduledChange', 'product', 'addOn'] as const),
];
export type Kind = (typeof KINDS)[number];

/** One object of every kind, by id (a schedule: its key), all of one site, area and reseller. */
export type Objects = Readonly<Record<Kind, string>>;

/** Where objects live. */
export type Place = Pick<Objects, 'site' | 'area' | 'reseller'>;

/** Ids that belong to nothing. */
export const nothing = (): Objects =>
  Object.fromEntries(KINDS.map((kind) => [kind, kind === 'schedule' ? `test.${uuidv7()}` : uuidv7()])) as Objects;

type Row = Readonly<Record<string, unknown>>;

/** Puts objects into the database past the services: quick, and whatever the actor may do. */
export class ObjectMaker {
  private made = 0;
  private holidays = 0;

  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    /** Id of a role for users. */
    private readonly roleId: string,
  ) {}

  /** A place of its own, in a site that exists or in a new one. */
  async place(siteId?: string): Promise<Place> {
    const site = siteId ?? (await this.insert('sites', { code: this.code(), name: 'Site', time_zone: 'Asia/Jakarta' }));
    const area = await this.insert('areas', { site_id: site, name: this.code() });
    const reseller = await this.insert('resellers', { site_id: site, name: this.code() });
    return { site, area, reseller };
  }

  /** One of each in this place. */
  async everything(place: Place): Promise<Objects> {
    const sold = await this.sold(place);
    const network = await this.network(place, sold.subscription);
    const vouchers = await voucherObjects(this.database, place);
    const resellers = await resellerObjects(this.database, this.secrets, { ...place, ...vouchers });
    const staff = await this.staff(place);
    const cash = await cashObjects(
      {
        insert: (table, row) => this.insert(table, row),
        insertWithoutId: (table, row) => this.insertWithoutId(table, row),
      },
      { site: place.site, customer: sold.customer, roleId: this.roleId, code: this.code(), payment: PAID },
    );
    return {
      ...place,
      ...vouchers,
      ...resellers,
      ...sold,
      ...network,
      ...staff,
      ...cash,
      ...(await this.systemRows()),
    };
  }

  private async sold({ site, area, reseller }: Place) {
    const where = { site_id: site, area_id: area, reseller_id: reseller };
    const person = { code: this.code(), name: 'Siti', phone: '+62811000111', time_zone: 'Asia/Jakarta' };
    const customer = await this.insert('customers', { ...where, ...person });
    const account = { customer_id: customer, site_id: site };
    await this.insertWithoutId('billing_accounts', { ...account, time_zone: 'Asia/Jakarta', currency: 'IDR' });
    const rates = { download_kbps: 20480, upload_kbps: 5120 };
    const plan = await this.insert('plans', { site_id: site, code: this.code(), name: 'Home', ...rates });
    const price = { plan_id: plan, price_amount: 150_000, currency: 'IDR', valid_from: '2020-01-01' };
    await this.insert('plan_prices', price);
    const contract = { ...account, plan_id: plan, anchor_day: 1 };
    const pending = await this.insert('subscriptions', contract);
    const subscription = await this.insert('subscriptions', { ...contract, ...RUNNING, parked: true });
    const parking = { subscription_id: subscription, code: 'BILLING_TEST', reason: 'test' };
    const parked = await this.insert('parked_subscriptions', parking);
    const run = await this.insert('billing_runs', { site_id: site, ...RUN });
    const preview = await this.insert('billing_runs', { site_id: site, ...RUN, dry_run: true, state: 'COMPLETED' });
    const liveRun = await this.insert('billing_runs', { site_id: site, ...RUN, state: 'RUNNING' });
    const series = this.code();
    const number = { series, seq: 1, number: series };
    const owed = { ...account, ...number, bill_key: series, ...OWED, run_id: run };
    const { invoice, invoiceLine } = await this.database.transaction(() => this.invoiced(owed));
    const payment = await this.insert('payments', { ...account, ...number, ...PAID });
    await this.ledger(customer);
    const documents = { invoiceLine, ...(await this.documents(account)) };
    const dunned = await this.dunned({ site, customer, plan, invoice });
    const changes = await this.changes(where, contract, { pending, subscription });
    const offers = await this.offers({ site, customer, subscription });
    const transactions = await transactionObjects(
      {
        insert: (table, row) => this.insert(table, row),
        insertWithoutId: (table, row) => this.insertWithoutId(table, row),
        code: () => this.code(),
        secrets: this.secrets,
      },
      { account, invoice, payment },
    );
    return {
      ...changes,
      customer,
      plan,
      pending,
      subscription,
      parked,
      run,
      preview,
      liveRun,
      invoice,
      payment,
      ...dunned,
      ...documents,
      ...offers,
      ...transactions,
    };
  }

  private async offers({ site, customer, subscription }: Pick<Objects, 'site' | 'customer' | 'subscription'>) {
    const revenue = { revenue_account: 'REVENUE.OTHER' };
    const amount = { unit_price_amount: 50_000, currency: 'IDR', bill_after: '2098-01-01', ...revenue };
    const what = { kind: 'ONE_OFF', source_key: this.code(), description: 'Visit', created_by: 'test' };
    const charge = await this.insert('charges', { site_id: site, customer_id: customer, ...amount, ...what });
    const value = { scope: 'LINE', percent_bp: 1_000, currency: 'IDR', duration: 'FOREVER' };
    const id = uuidv7();
    const discount = await this.insert('discounts', { id, site_id: site, ...named(id.replaceAll('-', '')), ...value });
    const other = await this.insert('discounts', { site_id: site, ...named(this.code()), ...value });
    const grant = await this.insert('discount_grants', {
      discount_id: other,
      subscription_id: subscription,
      granted_by: 'test',
    });
    const day = addDays(localDate('1990-01-01'), ++this.holidays);
    const holiday = await this.insert('business_holidays', { site_id: site, day, name: 'Holiday' });
    return { charge, discount, grant, holiday };
  }

  /** What actions on subscriptions name. */
  private async changes(
    where: Row,
    contract: Row,
    { pending, subscription }: Pick<Objects, 'pending' | 'subscription'>,
  ) {
    const rates = { download_kbps: 20480, upload_kbps: 5120 };
    const otherPlan = await this.insert('plans', {
      site_id: where.site_id,
      code: this.code(),
      name: 'Home 2',
      ...rates,
    });
    const price = { price_amount: 200_000, currency: 'IDR', valid_from: '2020-01-01' };
    await this.insert('plan_prices', { plan_id: otherPlan, ...price });
    const person = { code: this.code(), name: 'Dewi', time_zone: 'Asia/Jakarta' };
    const otherCustomer = await this.insert('customers', { ...where, ...person });
    const paused = await this.insert('subscriptions', {
      ...contract,
      ...RUNNING,
      status: 'PAUSED',
      paused_from: '2020-01-01',
    });
    await this.insert('subscription_pauses', { subscription_id: paused, policy: 'CREDIT', paused_from: '2020-01-01' });
    const later = { effective_on: '2099-01-01', effective_at: FAR, payload: '{"anchorDay": 5}', requested_by: 'test' };
    const planned = { subscription_id: subscription, action: 'CHANGE_ANCHOR', ...later };
    const scheduledChange = await this.insert('scheduled_changes', planned);
    const sold = { site_id: where.site_id, code: this.code(), name: 'IP', kind: 'RECURRING' };
    const product = await this.insert('products', { ...sold, revenue_account: 'REVENUE.OTHER' });
    await this.insertWithoutId('product_prices', { product_id: product, ...price });
    const taken = { subscription_id: pending, product_id: product, starts_on: '2026-01-01' };
    const addOn = await this.insert('subscription_products', taken);
    return { otherPlan, otherCustomer, paused, scheduledChange, product, addOn };
  }

  /** An invoice with its line. */
  private async invoiced(row: Row): Promise<{ invoice: string; invoiceLine: string }> {
    const text = { line_no: 1, description: 'Internet', currency: 'IDR' };
    const sums = { unit_price_amount: 150_000, net_amount: 150_000, tax_amount: 0 };
    const line = { ...text, ...sums, tax_code: 'NONE', tax_num: 0, tax_den: 1, tax_inclusive: false };
    const invoice = await this.insert('invoices', row);
    return { invoice, invoiceLine: await this.insert('invoice_lines', { invoice_id: invoice, ...line }) };
  }

  private async documents(account: { customer_id: string; site_id: string }) {
    const { invoice: draft } = await this.invoiced({ ...account, bill_key: this.code(), ...OWED, status: 'DRAFT' });
    const series = this.code();
    const number = { series, seq: 1, number: series };
    const credited = await this.insert('invoices', { ...account, ...number, bill_key: series, ...OWED });
    const facts = {
      ...account,
      ...number,
      invoice_id: credited,
      source_key: series,
      reason: 'Test',
      created_by: 'test',
    };
    const amounts = { net_amount: 1_000, tax_amount: 0, total_amount: 1_000, offset_amount: 0, wallet_amount: 1_000 };
    const note = { ...facts, ...amounts, currency: 'IDR', issued_on: '2026-01-01', customer: '{}' };
    return { draft, creditNote: await this.insert('credit_notes', note) };
  }

  private async dunned({ site, customer, plan, invoice }: Pick<Objects, 'site' | 'customer' | 'plan' | 'invoice'>) {
    const where = { site_id: site, customer_id: customer };
    const price = { unit_price_amount: 5_000, currency: 'IDR', revenue_account: 'LATE_FEE', bill_after: '2098-01-01' };
    const what = { kind: 'LATE_FEE', source_key: this.code(), description: 'Fee', created_by: 'test' };
    const lateFee = await this.insert('charges', { ...where, ...price, ...what });
    const fee = { charge_id: lateFee, fee_amount: 5_000, currency: 'IDR', charged_on: '2026-01-20', raised_at: FAR };
    await this.insertWithoutId('late_fees', { invoice_id: invoice, fee_no: 1, ...fee });
    const amounts = { debt_amount: 1_000, promised_amount: 1_000, currency: 'IDR' };
    const until = { until_at: FAR, promised_until: '2098-01-01' };
    const promise = await this.insert('payment_promises', { ...where, ...amounts, ...until, created_by: 'test' });
    const why = { kind: 'NEVER_ISOLATE', reason: 'test', created_by: 'test' };
    const accessOverride = await this.insert('access_overrides', { ...where, ...why });
    const policy = { site_id: site, plan_id: plan, name: 'Own', policy: '{}' };
    return { lateFee, promise, accessOverride, dunningPolicy: await this.insert('dunning_policies', policy) };
  }

  /** One balanced posting. */
  private async ledger(customer: string): Promise<void> {
    await this.database.transaction(async () => {
      const facts = { posted_on: '2026-01-01', currency: 'IDR' };
      const source = { ref_type: 'TEST', ref_id: uuidv7(), occurred_at: FAR };
      const txn = await this.insert('ledger_transactions', { ...facts, ...source });
      const entry = { txn_id: txn, ...facts, customer_id: customer };
      await this.insertWithoutId('ledger_entries', { ...entry, account: 'AR', amount: 1_000 });
      await this.insertWithoutId('ledger_entries', { ...entry, account: 'DEPOSIT', amount: -1_000 });
    });
  }

  private async network({ site }: Place, subscription: string) {
    const [router, idleRouter] = [await this.router(site), await this.router(site)];
    const username = this.code().toLowerCase();
    const id = uuidv7();
    const links = { id, subscription_id: subscription, site_id: site, router_id: router };
    const password = this.seal('pppoe_accounts', id, 'password_sealed');
    const account = await this.insert('pppoe_accounts', { ...links, username, password_sealed: password });
    const access = await accessObjects(this.database, { site, router, subscription, account, username });
    const lines = await lineObjects(this.database, { site, router, subscription }, (...where) => this.seal(...where));
    return {
      ...access,
      ...lines,
      router,
      idleRouter,
      routerGroup: await this.group(site, router),
      account,
      alert: await this.alert(site, router),
      backup: await this.backup(router),
      comparison: await this.comparison(router),
      routerImport: await this.routerImport(site, router),
      customerImport: await this.listImport(site, 'OWN'),
      voucherImport: await this.listImport(site, 'OWN_VOUCHERS'),
      command: await this.command(router),
    };
  }

  private async group(site: string, member: string): Promise<string> {
    const id = await this.insert('router_groups', { site_id: site, name: this.code() });
    await this.insertWithoutId('router_group_members', { router_id: member, group_id: id });
    return id;
  }

  /** A router that is never spoken to: its port is none of those that are allowed. */
  private async router(site: string): Promise<string> {
    const id = uuidv7();
    const access = {
      host: '127.0.0.1',
      port: 1,
      username: 'api',
      password_sealed: this.seal('routers', id, 'password_sealed'),
    };
    return this.insert('routers', { id, site_id: site, name: this.code(), ...access });
  }

  private async backup(router: string): Promise<string> {
    const text = { hash: PROOF, content: gzipSync('/system/identity\n'), bytes: 17, lines: 1 };
    return this.insert('router_backups', { router_id: router, cause: 'MANUAL', ...text });
  }

  private async comparison(router: string): Promise<string> {
    const none = { managed: 0, in_step: 0, creates: 0, updates: 0, moves: 0, removals: 0, conflicts: 0, foreigners: 0 };
    const facts = { router_id: router, trigger: 'INTERVAL', outcome: 'IN_STEP', started_at: FAR, kinds: '[]' };
    return this.insert('router_sync_runs', { ...facts, ...none });
  }

  private async routerImport(site: string, router: string): Promise<string> {
    const settings = { profiles: [], billFrom: '2030-01-01' };
    const asked = { router_id: router, site_id: site, settings: JSON.stringify(settings), requested_by: 'Budi' };
    return this.insert('router_imports', { ...asked, state: 'FAILED', problem: 'TEST' });
  }

  private async listImport(site: string, format: string): Promise<string> {
    const file = { file_name: 'list.csv', file_sha256: randomBytes(32), content_type: 'text/csv' };
    const asked = { site_id: site, format, dry_run: true, requested_by: 'Budi' };
    return this.insert('imports', { ...file, ...asked, state: 'COMPLETED', total_count: 0 });
  }

  private async command(router: string): Promise<string> {
    const what = { router_id: router, kind: 'ppp-secret', resource_key: this.code(), dead: true };
    return this.insert('router_sync_items', what);
  }

  private async alert(site: string, router: string): Promise<string> {
    const about = { key: `test.trouble:${router}`, subject_type: 'router', subject_id: router, site_id: site };
    return this.insert('alerts', { ...about, severity: 'WARNING', title: '{"id":"Uji","en":"Test"}' });
  }

  private async staff({ site }: Place) {
    const role = await this.insert('roles', { key: this.code().toLowerCase(), name: 'Own', permissions: [] });
    const email = `${uuidv7()}@test.invalid`;
    const user = await this.insert('users', { email, name: 'Budi', role_id: this.roleId });
    await this.insertWithoutId('user_sites', { user_id: user, site_id: site });
    const signIn = await this.insert('sign_ins', { user_id: user, expires_at: FAR });
    const prefix = [...randomBytes(10)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('');
    const key = { name: 'Key', prefix, secret_hash: PROOF, permissions: ['customer:read'], expires_at: FAR };
    const apiKey = await this.insert('api_keys', { ...key, created_by: user });
    await this.insertWithoutId('api_key_sites', { api_key_id: apiKey, site_id: site });
    const wanted = {
      kind: 'payments.manual-settlement',
      subject: `site:${site}`,
      site_id: site,
      payload: '{}',
      payload_hash: PROOF,
    };
    const by = { requested_by: user, requested_by_name: 'Budi', expires_at: FAR };
    const approval = await this.insert('approvals', { ...wanted, ...by });
    const fact = { actor_kind: 'system', action: AUDITED, site_id: site, occurred_at: '2026-01-01T00:00:00Z' };
    return { role, user, signIn, apiKey, approval, auditEntry: await this.insert('audit_intake', fact) };
  }

  private async systemRows() {
    const work = { name: 'test.work', queue: 'platform', data: '{}', requested_by: 'system' };
    const job = await this.insert('background_jobs', work);
    const schedule = `test.${this.code().toLowerCase()}`;
    const rhythm = { job_name: schedule, queue: 'platform', description: 'Test', every_ms: 60_000 };
    await this.insertWithoutId('job_schedules', { key: schedule, ...rhythm });
    const fact = { topic: 'test.fact.v1', payload: '{}' };
    const event = await this.insert('outbox_events', { ...fact, key: this.code() });
    const dead = { event_id: event, handler: HANDLER, queue: 'platform', state: 'DEAD', failed_at: FAR };
    await this.insertWithoutId('outbox_deliveries', dead);
    const id = uuidv7();
    const secret = this.seal('webhook_endpoints', id, 'secret_sealed');
    const endpoint = await this.insert('webhook_endpoints', { id, ...TARGET, secret_sealed: secret });
    const sent = { ...fact, endpoint_id: endpoint, event_id: event, occurred_at: FAR };
    return { job, schedule, event, endpoint, delivery: await this.insert('webhook_deliveries', sent) };
  }

  private seal(table: string, id: string, column: string): string {
    return this.secrets.seal(SECRET_TEXT, { table, id, column });
  }

  private async insert(table: string, row: Row): Promise<string> {
    const id = (row.id as string | undefined) ?? uuidv7();
    await this.insertWithoutId(table, { ...row, id });
    return id;
  }

  private async insertWithoutId(table: string, row: Row): Promise<void> {
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`);
    await this.database.execute(`insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`, [
      ...Object.values(row),
    ]);
  }

  /** Unique in its database, the same in every run. */
  private code(): string {
    this.made += 1;
    return `X${this.made}`;
  }
}

/** Every password and secret that is kept sealed: no answer may hold it. */
export const SECRET_TEXT = 'rahasia-sekali-4711';

/** The action of every audit entry that is made here. */
export const AUDITED = 'test.made';

/** The handler of every dead delivery that is made here. */
export const HANDLER = 'test.handler';

const named = (code: string): Row => ({ code, name: 'Offer' });
const PROOF = Buffer.alloc(32);
const TARGET = { url: 'https://127.0.0.1/hook', topics: ['*'] };
const FAR = '2100-01-01T00:00:00Z';
const RUNNING = { status: 'ACTIVE', started_on: '2026-01-01', next_period_start: '2099-01-01', next_bill_at: FAR };
const RUN = { as_of: FAR, trigger: 'MANUAL', requested_by: 'test', state: 'COMPLETED' };
const DATES = { issued_on: '2026-01-01', due_on: '2099-01-01', overdue_at: FAR, isolir_at: FAR };
const AMOUNTS = { currency: 'IDR', net_amount: 150_000, tax_amount: 0, total_amount: 150_000 };
const OWED = { ...DATES, ...AMOUNTS, customer: '{}' };
const TIMES = { received_at: '2026-01-01T00:00:00Z', recorded_at: '2026-01-01T00:00:00Z' };
const PAID = {
  ...TIMES,
  method: 'CASH',
  cash_account: 'CASH.OFFICE',
  currency: 'IDR',
  amount: 1_000,
  deposit_amount: 1_000,
  recorded_by: 'test',
  recorded_by_name: 'Test',
};
