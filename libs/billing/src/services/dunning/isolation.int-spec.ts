import { addDays, type LocalDate, localDateOf, Money, uuidv7 } from '@app/core';
import { Alerts } from '@app/platform';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { Charges } from '../catalogue/charges.service';
import { BillingSettings } from '../documents/account-settings.service';
import { IsolateOverdueService } from '../isolate-overdue.service';
import { BalancePayments } from '../settlement/balance-payments.service';
import { SettlementService } from '../settlement.service';
import { SubscriptionsService } from '../subscriptions.service';
import { AccessOverrides } from './access-overrides.service';
import { DunningBrakeService } from './dunning-brake.service';
import { DunningPolicies } from './dunning-policies.service';
import { DunningViews } from './dunning-views.service';
import { BeforeIsolation, type HeldCustomer, HoldsIsolation, IsolationExtensions } from './holds-isolation';
import { Promises } from './promises.service';

const TOTAL = 166_500n;
const DAY_MS = 86_400_000;

describe('isolation', () => {
  let world: BillingWorld;
  let plan: string;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.database.execute(
      'truncate dunning_brakes, dunning_policies, billing_policies, alerts, clock_faults cascade',
    );
    plan = await world.plan(150_000n);
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const tick = (asOf?: Date) => world.app.get(IsolateOverdueService).run(asOf ? { asOf } : {});
  const access = async (subscription: string) => {
    const { desired, reasons } = await world.app.get(SubscriptionsService).accessOf(subscription);
    return [desired, ...reasons];
  };
  const settle = (customerId: string, amount: bigint) =>
    world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId, amount: Money.of(amount, 'IDR'), method: 'CASH' as const },
      receivedAt: new Date('2025-11-05T03:00:00Z'),
    });
  const now = async (): Promise<Date> =>
    (await world.database.queryOne<{ now: Date }>('select app_now() as now'))?.now ?? new Date(0);
  const today = async (): Promise<LocalDate> => localDateOf(await now(), 'Asia/Jakarta');
  const inDays = async (days: number): Promise<Date> => new Date((await now()).getTime() + days * DAY_MS);

  /** A customer with one invoice, due on 10 November 2025 and isolir-worthy from the 14th on. */
  const debtor = async (zone?: string): Promise<{ customer: string; subscription: string }> => {
    const customer = await world.customer(zone);
    const subscription = await world.subscribe(customer, plan, '2025-10-31', 31);
    await world.run('2025-10-31T03:05:00Z');
    return { customer, subscription };
  };

  it.each([
    ['X01', 'Asia/Jakarta', '2025-11-13T17:00:00Z'],
    ['X02', 'Asia/Makassar', '2025-11-13T16:00:00Z'],
    ['X03', 'Asia/Jayapura', '2025-11-13T15:00:00Z'],
  ])('%s: due 10 November, grace 3, zone %s: isolated from %s on', async (_, zone, at) => {
    const { subscription } = await debtor(zone);
    expect(await tick(new Date(Date.parse(at) - 1_000))).toMatchObject({ candidates: 0 });
    expect(await access(subscription)).toEqual(['ENABLED']);
    expect(await tick(new Date(at))).toMatchObject({ isolatedCustomers: 1 });
    expect(await access(subscription)).toEqual(['ISOLATED', 'OVERDUE']);
  });

  it('a promise reaches as far as the policy of his plan says', async () => {
    const { customer } = await debtor();
    const until = addDays(await today(), 20);
    const promises = world.app.get(Promises);
    await expect(promises.make({ customerId: customer, until })).rejects.toMatchObject({
      code: 'BILLING_PROMISE_TOO_LONG',
    });
    const policy = { promiseMaxDays: 20 };
    await world.app.get(DunningPolicies).add({ siteId: null, planId: plan, name: 'patient', policy });
    expect(await promises.make({ customerId: customer, until })).toMatchObject({ state: 'OPEN' });
  });

  it('a promise gives access until its day is over, and is kept or broken', async () => {
    const { customer, subscription } = await debtor();
    await tick();
    const promises = world.app.get(Promises);
    const made = await promises.make({ customerId: customer, until: addDays(await today(), 2) });
    expect(await access(subscription)).toEqual(['ENABLED', 'PROMISED']);
    await expect(promises.make({ customerId: customer, until: await today() })).rejects.toMatchObject({
      code: 'BILLING_PROMISE_OPEN',
    });
    expect(await tick(await inDays(2))).toMatchObject({ candidates: 0 });
    expect(await promises.decide(await inDays(2))).toEqual({ kept: 0, broken: 0 });
    expect(await promises.decide(await inDays(3))).toEqual({ kept: 0, broken: 1 });
    expect((await promises.get(made.id)).state).toBe('BROKEN');
    expect(await tick()).toMatchObject({ isolatedCustomers: 1 });
    const second = await promises.make({ customerId: customer, until: await today() });
    await settle(customer, TOTAL);
    expect(await promises.decide(await now())).toEqual({ kept: 1, broken: 0 });
    expect((await promises.get(second.id)).state).toBe('KEPT');
    await expect(promises.make({ customerId: customer, until: await today() })).rejects.toMatchObject({
      code: 'BILLING_PROMISE_WITHOUT_DEBT',
    });
  });

  it('limits promises in length and number; a cancelled one gives no time', async () => {
    const { customer, subscription } = await debtor();
    const promises = world.app.get(Promises);
    const tooLong = promises.make({ customerId: customer, until: addDays(await today(), 8) });
    await expect(tooLong).rejects.toMatchObject({ code: 'BILLING_PROMISE_TOO_LONG' });
    const made = await promises.make({ customerId: customer, until: await today() });
    await promises.cancel(made.id);
    await expect(promises.cancel(made.id)).rejects.toMatchObject({ code: 'BILLING_PROMISE_STATE' });
    expect(await tick()).toMatchObject({ isolatedSubscriptions: 1 });
    for (let n = 0; n < 2; n++) {
      await promises.make({ customerId: customer, until: await today() });
      await promises.decide(await inDays(1));
    }
    const third = promises.make({ customerId: customer, until: await today() });
    await expect(third).rejects.toMatchObject({ code: 'BILLING_PROMISE_LIMIT' });
    expect(await access(subscription)).toEqual(['ENABLED', 'PROMISED']);
    expect(await tick()).toMatchObject({ isolatedSubscriptions: 1 });
  });

  it('protects and forces by override, until it expires or ends', async () => {
    const { customer, subscription } = await debtor();
    const overrides = world.app.get(AccessOverrides);
    const expiresAt = await inDays(1);
    await overrides.set({ customerId: customer, kind: 'NEVER_ISOLATE', reason: 'hospital', expiresAt });
    expect(await access(subscription)).toEqual(['ENABLED', 'PROTECTED']);
    expect(await tick()).toMatchObject({ candidates: 0 });
    expect(await tick(expiresAt)).toMatchObject({ isolatedCustomers: 1 });
    expect(await overrides.closeExpired(expiresAt)).toBe(1);
    await settle(customer, TOTAL);
    const forced = await overrides.set({
      customerId: customer,
      subscriptionId: subscription,
      kind: 'FORCE_ISOLATE',
      reason: 'abuse',
    });
    expect(await access(subscription)).toEqual(['ISOLATED', 'FORCED']);
    expect(await tick()).toMatchObject({ restoredSubscriptions: 0 });
    await overrides.end(forced.id);
    expect(await access(subscription)).toEqual(['ENABLED']);
    await expect(overrides.end(forced.id)).rejects.toMatchObject({ code: 'BILLING_OVERRIDE_ENDED' });
  });

  it('gives access back when a force ran out while nobody looked', async () => {
    const { customer, subscription } = await debtor();
    await settle(customer, TOTAL);
    const expiresAt = await inDays(1);
    await world.app
      .get(AccessOverrides)
      .set({ customerId: customer, kind: 'FORCE_ISOLATE', reason: 'abuse', expiresAt });
    expect(await access(subscription)).toEqual(['ISOLATED', 'FORCED']);
    expect(await tick(expiresAt)).toMatchObject({ restoredSubscriptions: 1 });
    expect(await access(subscription)).toEqual(['ENABLED']);
  });

  it('children follow the invoice of who pays for them', async () => {
    const [payer, child, other] = [await world.customer(), await world.customer(), await world.customer()];
    const [own, paid] = [
      await world.subscribe(payer, plan, '2025-10-31', 31),
      await world.subscribe(child, plan, '2025-10-31', 31),
    ];
    const free = await world.subscribe(other, plan, '2030-01-01');
    await world.database.execute('update subscriptions set payer_customer_id = $2 where id = $1', [paid, payer]);
    await world.run('2025-10-31T03:05:00Z');
    expect(await world.invoices(child)).toHaveLength(0);
    expect(await tick()).toMatchObject({ isolatedCustomers: 2, isolatedSubscriptions: 2, candidates: 1 });
    expect([await access(own), await access(paid), await access(free)]).toEqual([
      ['ISOLATED', 'OVERDUE'],
      ['ISOLATED', 'OVERDUE'],
      ['ENABLED'],
    ]);
    const settled = await settle(payer, 2n * TOTAL);
    expect(settled.accessChanges.map((change) => change.desired)).toEqual(['ENABLED', 'ENABLED']);
  });

  it('a prepaid service ends with its time, debt or not; the tolerance of a plan counts for who takes it', async () => {
    const customer = await world.customer();
    const subscription = await world.subscribe(customer, plan, '2030-01-01');
    const expiry = await inDays(1);
    await world.database.execute('update subscriptions set expires_at = $2 where id = $1', [subscription, expiry]);
    expect(await tick()).toMatchObject({ candidates: 0 });
    expect(await tick(expiry)).toMatchObject({ isolatedCustomers: 1 });
    expect(await access(subscription)).toEqual(['ISOLATED', 'EXPIRED']);
    await world.database.execute('update subscriptions set expires_at = $2 where id = $1', [
      subscription,
      await inDays(30),
    ]);
    expect(await tick(expiry)).toMatchObject({ restoredSubscriptions: 1 });

    await debtor();
    const policies = world.app.get(DunningPolicies);
    const policy = await policies.add({
      siteId: null,
      planId: plan,
      name: 'patient',
      policy: { accessTolerance: '166500' },
    });
    expect(await tick()).toMatchObject({ candidates: 0 });
    await policies.update(policy.id, 1, { name: 'strict', policy: { accessTolerance: '166499' } });
    expect(await tick()).toMatchObject({ isolatedCustomers: 1 });
    await policies.update(policy.id, 2, { name: 'patient', policy: { accessTolerance: '166500' } });
    expect(await tick()).toMatchObject({ restoredSubscriptions: 1 });
  });

  it('by service, debt costs only the service that it is of', async () => {
    await world.app.get(BillingPolicies).put(null, 0, { isolationScope: 'SERVICE' });
    const { customer, subscription } = await debtor();
    const second = await world.subscribe(customer, plan, '2030-01-01');
    expect(await tick()).toMatchObject({ isolatedSubscriptions: 1 });
    expect([await access(subscription), await access(second)]).toEqual([['ISOLATED', 'OVERDUE'], ['ENABLED']]);
    expect(await tick()).toMatchObject({ candidates: 0, restoredSubscriptions: 0 });
  });

  it('waits for money on its way, and helps before it isolates (X06)', async () => {
    const { customer, subscription } = await debtor();
    const extensions = world.app.get(IsolationExtensions);
    const waiting: HeldCustomer[] = [{ customerId: customer, reason: 'POLL_GATEWAY' }];
    const holder = new (class extends HoldsIsolation {
      held = async (): Promise<HeldCustomer[]> => Promise.resolve(waiting.splice(0));
    })();
    const helper = new (class extends BeforeIsolation {
      help = async (): Promise<void> => {
        await settle(customer, TOTAL);
      };
    })();
    Object.assign(extensions, { holders: [holder], helpers: [helper] });
    try {
      expect(await tick()).toMatchObject({ candidates: 0, waiting: 1, isolatedCustomers: 0 });
      expect(await tick()).toMatchObject({ candidates: 1, waiting: 0, isolatedCustomers: 0 });
      expect(await access(subscription)).toEqual(['ENABLED']);
    } finally {
      extensions.onModuleInit();
    }
  });

  it('nobody is isolated whose balance pays: credit first, then the deposit unless he opted out', async () => {
    const topUp = (customerId: string, amount: bigint) =>
      world.app.get(SettlementService).settle({
        ...{ paymentId: uuidv7(), customerId, amount: Money.of(amount, 'IDR'), method: 'CASH' as const },
        ...{ receivedAt: new Date('2025-11-05T03:00:00Z'), depositOnly: true },
      });
    const [rich, poor, optedOut] = [await debtor(), await debtor(), await debtor()];
    await topUp(rich.customer, TOTAL - 6_500n);
    await world.app.get(BillingSettings).giveCredit(rich.customer, Money.of(10_000n, 'IDR'), 'sorry');
    await topUp(poor.customer, 50_000n);
    await topUp(optedOut.customer, TOTAL);
    await world.database.execute('update billing_accounts set auto_pay = false where customer_id = $1', [
      optedOut.customer,
    ]);
    const at = new Date('2025-11-14T03:00:00Z');
    expect(await tick(at)).toMatchObject({ candidates: 3, isolatedCustomers: 2 });
    expect(await access(rich.subscription)).toEqual(['ENABLED']);
    expect(await access(poor.subscription)).toEqual(['ISOLATED', 'OVERDUE']);
    expect(await access(optedOut.subscription)).toEqual(['ISOLATED', 'OVERDUE']);
    expect(await world.invoices(rich.customer)).toMatchObject([{ status: 'PAID', paid: TOTAL }]);
    expect(await world.invoices(poor.customer)).toMatchObject([{ status: 'OPEN', paid: 50_000n }]);
    expect(await world.invoices(optedOut.customer)).toMatchObject([{ status: 'OPEN', paid: 0n }]);
    const left = `select credit_amount as credit, deposit_amount as deposit from billing_accounts where customer_id = $1`;
    expect(await world.database.queryOne(left, [rich.customer])).toEqual({ credit: 0n, deposit: 3_500n });

    await topUp(poor.customer, TOTAL);
    const balances = world.app.get(BalancePayments);
    expect([await balances.run(at), await balances.run(at)]).toEqual([1, 0]);
    expect(await access(poor.subscription)).toEqual(['ENABLED']);
    expect(await world.invoices(poor.customer)).toMatchObject([{ status: 'PAID' }]);
  });

  it('an account that cannot be looked at keeps nobody else from being isolated (G5)', async () => {
    const [bad, good] = [await debtor(), await debtor()];
    const extensions = world.app.get(IsolationExtensions);
    const helper = new (class extends BeforeIsolation {
      help = async (ids: readonly string[]): Promise<void> =>
        ids.includes(bad.customer) ? Promise.reject(new Error('poison')) : Promise.resolve();
    })();
    Object.assign(extensions, { helpers: [helper] });
    try {
      expect(await tick()).toMatchObject({ candidates: 2, isolatedCustomers: 1 });
      expect(await access(good.subscription)).toEqual(['ISOLATED', 'OVERDUE']);
    } finally {
      extensions.onModuleInit();
    }
  });

  it('F14: a clock in doubt isolates nobody until somebody confirms', async () => {
    await debtor();
    const fault = `insert into clock_faults (id, process_key, jump_ms, seen_at) values ($1, 'p', 31536000000, now())`;
    await world.database.execute(fault, [uuidv7()]);
    expect(await tick(await inDays(365))).toMatchObject({ heldByClock: true, isolatedCustomers: 0 });
    await world.database.execute('update clock_faults set confirmed_at = now()');
    expect(await tick()).toMatchObject({ heldByClock: false, isolatedCustomers: 1 });
  });

  it('holds a mass isolation with an alert, and lets as many through as were confirmed', async () => {
    for (let i = 0; i < 53; i++) await world.subscribe(await world.customer(), plan, '2025-10-31', 31);
    await world.run('2025-10-31T03:05:00Z');
    const brake = world.app.get(DunningBrakeService);
    await expect(brake.confirm(null, 10)).rejects.toMatchObject({ code: 'BILLING_BRAKE_NOT_HELD' });
    expect(await tick()).toMatchObject({ candidates: 53, isolatedCustomers: 0, heldByBrake: { limit: 50 } });
    expect(await tick()).toMatchObject({ heldByBrake: { limit: 50 } });
    expect(await brake.inForce()).toMatchObject([{ siteId: null, state: 'HELD', candidateCount: 53, limit: 50 }]);
    const open = async () => (await world.app.get(Alerts).list({ state: 'OPEN' }, { limit: 10 })).items;
    expect(await open()).toMatchObject([{ key: 'billing.mass-isolation:all-sites', severity: 'CRITICAL', count: 2 }]);
    await brake.confirm(null, 2);
    expect(await tick()).toMatchObject({ isolatedCustomers: 2, heldByBrake: null });
    expect([await brake.inForce(), await open()]).toEqual([[], []]);
    expect(await tick()).toMatchObject({ candidates: 51, isolatedCustomers: 0, heldByBrake: { limit: 50 } });
    await settle(await firstEnabled(), TOTAL);
    expect(await tick()).toMatchObject({ candidates: 50, isolatedCustomers: 50, heldByBrake: null });
    expect([await brake.inForce(), await open()]).toEqual([[], []]);
  });

  const firstEnabled = async (): Promise<string> =>
    (
      await world.database.queryOne<{ id: string }>(
        `select customer_id as id from access_intents where desired = 'ENABLED' order by customer_id limit 1`,
      )
    )?.id ?? '';

  it('shows who will be isolated tomorrow, with totals, and what was done', async () => {
    const [one, two, spared] = [await debtor(), await debtor(), await debtor()];
    await world.app
      .get(AccessOverrides)
      .set({ customerId: spared.customer, kind: 'NEVER_ISOLATE', reason: 'hospital' });
    const views = world.app.get(DunningViews);
    const date = '2025-11-14' as LocalDate;
    const first = await views.preview({ limit: 1, date });
    expect(first).toMatchObject({
      items: [{ reason: 'OVERDUE', debt: TOTAL, invoiceCount: 1, services: 1 }],
      totals: [{ customers: 2, debt: 2n * TOTAL, currency: 'IDR' }],
    });
    const rest = await views.preview({ limit: 5, date, cursor: first.nextCursor! });
    expect([...first.items, ...rest.items].map(({ id }) => id).sort()).toEqual([one.customer, two.customer].sort());
    expect(await views.preview({ limit: 5, date: '2025-11-13' as LocalDate })).toMatchObject({ items: [], totals: [] });
    await tick();
    expect((await views.preview({ limit: 5 })).items).toEqual([]);
    const actions = await views.actionsPage({ limit: 10 }, { customerId: one.customer });
    expect(actions.items).toMatchObject([
      { action: 'ISOLATED', detail: { reasons: ['OVERDUE'], debt: TOTAL.toString() } },
    ]);
  });

  it("tomorrow's list goes by the policies of plans and services, as isolation itself does", async () => {
    const policies = world.app.get(DunningPolicies);
    await world.app.get(BillingPolicies).put(null, 0, { accessTolerance: '200000' });
    const { customer } = await debtor();
    const views = world.app.get(DunningViews);
    const listed = async (date = '2025-11-14'): Promise<string[]> =>
      (await views.preview({ limit: 9, date: date as LocalDate })).items.map(({ id }) => id);
    const candidates = async (): Promise<number> => (await tick(new Date('2025-11-13T16:59:00Z'))).candidates;
    expect(await listed()).toEqual([]);
    await policies.add({ siteId: null, planId: plan, name: 'strict', policy: { accessTolerance: '0' } });
    expect([await listed(), await candidates()]).toEqual([[customer], 0]);
    const { id, version } = (await policies.list({ limit: 1 })).items[0]!;
    await world.app.get(Charges).add({
      ...{ customerId: customer, kind: 'ONE_OFF', sourceKey: 'modem', description: 'Modem', taxCode: 'NONE' },
      ...{ unitPrice: Money.of(500_000n, 'IDR'), invoiceNow: true },
    });
    const own = { accessTolerance: '170000', isolationScope: 'SERVICE' } as const;
    await policies.update(id, version, { name: 'own', policy: { accessTolerance: '170000' } });
    expect(await listed('2027-11-14')).toEqual([customer]);
    await policies.update(id, version + 1, { name: 'own', policy: own });
    expect(await listed('2027-11-14')).toEqual([]);
    expect(await tick(new Date('2027-11-14T03:00:00Z'))).toMatchObject({ isolatedCustomers: 0 });
  });

  it('X10, F16: invoices that were caught up after a downtime cost no access before their own time', async () => {
    const customer = await world.customer();
    const subscription = await world.subscribe(customer, plan, '2025-08-01');
    await world.run('2025-11-02T03:00:00Z');
    const invoices = await world.invoices(customer);
    expect(invoices.map(({ issuedOn }) => issuedOn)).toEqual(Array(4).fill('2025-11-02'));
    expect(invoices.every(({ dueOn }) => dueOn >= '2025-11-07')).toBe(true);
    expect(await tick(new Date('2025-11-02T03:00:00Z'))).toMatchObject({ candidates: 0 });
    expect(await tick(new Date('2025-11-10T16:59:00Z'))).toMatchObject({ candidates: 0 });
    expect(await access(subscription)).toEqual(['ENABLED']);
  });
});
