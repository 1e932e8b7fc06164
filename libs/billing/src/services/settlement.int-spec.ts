import { Money, uuidv7 } from '@app/core';
import { Approvals } from '@app/iam';
import { fakeActor, runAs } from '@app/testing';
import { BillingWorld } from '../testing/billing-world.fixture-spec';
import { IsolateOverdueService } from './isolate-overdue.service';
import { SettlementService } from './settlement.service';
import { SubscriptionsService } from './subscriptions.service';

const TOTAL = 166_500n;

describe('settlement', () => {
  let world: BillingWorld;
  let plan: string;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    plan = await world.plan(150_000n);
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const settle = (customerId: string, amount: bigint, more: { invoiceId?: string; paymentId?: string } = {}) =>
    world.app.get(SettlementService).settle({
      paymentId: uuidv7(),
      customerId,
      amount: Money.of(amount, 'IDR'),
      method: 'CASH',
      receivedAt: new Date('2025-11-05T03:00:00Z'),
      ...more,
    });

  /** A customer with open invoices of October and November. */
  const debtor = async (): Promise<{ customer: string; subscription: string; invoices: string[] }> => {
    const customer = await world.customer();
    const subscription = await world.subscribe(customer, plan, '2025-10-01');
    await world.run('2025-11-01T00:05:00+07:00');
    return { customer, subscription, invoices: (await world.invoices(customer)).map((invoice) => invoice.id) };
  };

  const balances = async (): Promise<Record<string, bigint>> => {
    const rows = await world.database.query<{ account: string; sum: bigint }>(
      `select account, sum(amount)::bigint as sum from ledger_entries group by account`,
    );
    return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
  };

  it('pays the oldest first (A01)', async () => {
    const { customer, invoices } = await debtor();
    const settled = await settle(customer, 200_000n);
    expect(settled.allocations).toMatchObject([
      { invoiceId: invoices[0], amount: TOTAL, remaining: 0n, number: 'INV/JKT/2025/11/000001' },
      { invoiceId: invoices[1], amount: 33_500n, remaining: 133_000n },
    ]);
    expect(settled).toMatchObject({ depositAmount: 0n, balance: { due: 133_000n, deposit: 0n } });
    expect((await world.invoices(customer)).map((invoice) => invoice.status)).toEqual(['PAID', 'OPEN']);
    expect(await balances()).toMatchObject({ 'CASH.OFFICE': 200_000n, AR: 133_000n });
  });

  it('pays a target first, and the surplus goes on', async () => {
    const { customer, invoices } = await debtor();
    const settled = await settle(customer, 200_000n, { invoiceId: invoices[1]! });
    expect(settled.allocations.map((part) => [part.invoiceId, part.amount])).toEqual([
      [invoices[1], TOTAL],
      [invoices[0], 33_500n],
    ]);
  });

  it('keeps a surplus as deposit (A02)', async () => {
    const { customer } = await debtor();
    const settled = await settle(customer, 2n * TOTAL + 33_500n);
    expect(settled).toMatchObject({ depositAmount: 33_500n, balance: { due: 0n, deposit: 33_500n } });
    expect(await balances()).toMatchObject({ DEPOSIT: -33_500n, AR: 0n });
  });

  it('never refuses money for an invoice that is paid by now', async () => {
    const { customer, invoices } = await debtor();
    await settle(customer, 2n * TOTAL);
    expect(await settle(customer, TOTAL, { invoiceId: invoices[0]! })).toMatchObject({ depositAmount: TOTAL });
  });

  it('takes money of a customer who has no subscription yet', async () => {
    const customer = await world.customer();
    expect(await settle(customer, 50_000n)).toMatchObject({ allocations: [], depositAmount: 50_000n });
  });

  it('refuses zero, another currency, an unknown customer, a foreign invoice, and the same payment again', async () => {
    const { customer, invoices } = await debtor();
    const other = await world.customer();
    await expect(settle(customer, 0n)).rejects.toThrow('BILLING_AMOUNT_NOT_POSITIVE');
    await expect(settle(uuidv7(), 1n)).rejects.toThrow('CORE_NOT_FOUND');
    await expect(settle(other, 1n, { invoiceId: invoices[0]! })).rejects.toThrow('CORE_NOT_FOUND');
    const dollars = { paymentId: uuidv7(), customerId: customer, method: 'CASH' as const, receivedAt: new Date() };
    await expect(world.app.get(SettlementService).settle({ ...dollars, amount: Money.of(1n, 'USD') })).rejects.toThrow(
      'BILLING_CURRENCY_MISMATCH',
    );
    const paymentId = uuidv7();
    await settle(customer, 1n, { paymentId });
    await expect(settle(customer, 1n, { paymentId })).rejects.toThrow('uq_ledger_transactions_ref_type_ref_id');
  });

  it('settles side by side without losing a rupiah', async () => {
    const { customer } = await debtor();
    await Promise.all(Array.from({ length: 12 }, () => settle(customer, 50_000n)));
    const invoices = await world.invoices(customer);
    const paid = invoices.reduce((sum, invoice) => sum + invoice.paid, 0n);
    expect(paid).toBe(2n * TOTAL);
    expect(await balances()).toMatchObject({ 'CASH.OFFICE': 600_000n, AR: 0n, DEPOSIT: -(600_000n - 2n * TOTAL) });
  });

  it('gives access back in the same transaction, once nothing above the tolerance is isolir-worthy', async () => {
    const { customer, subscription } = await debtor();
    const isolation = world.app.get(IsolateOverdueService);
    const subscriptions = world.app.get(SubscriptionsService);
    const access = async () => (await subscriptions.accessOf(subscription)).desired;
    expect(await isolation.run()).toMatchObject({ isolatedCustomers: 1, heldByBrake: null });
    expect(await isolation.run()).toMatchObject({ candidates: 0, isolatedCustomers: 0 });
    expect(await subscriptions.accessOf(subscription)).toMatchObject({ desired: 'ISOLATED', reasons: ['OVERDUE'] });
    await settle(customer, TOTAL);
    expect(await access()).toBe('ISOLATED');
    const settled = await settle(customer, TOTAL - 1_000n);
    expect(settled.accessChanges).toMatchObject([{ subscriptionId: subscription, desired: 'ENABLED' }]);
    expect(await access()).toBe('ENABLED');
    const events = await world.database.query<{ key: string }>(
      `select key from outbox_events where topic = 'billing.access.changed.v1' order by id`,
    );
    expect(events.map((event) => event.key)).toEqual([`${subscription}:1`, `${subscription}:2`, `${subscription}:3`]);
  });

  it('does not isolate on its own: that is the business of dunning and its brake', async () => {
    const { customer, subscription } = await debtor();
    await settle(customer, 10_000n);
    expect(await world.app.get(SubscriptionsService).accessOf(subscription)).toMatchObject({ desired: 'ENABLED' });
  });

  it('wins every race with isolation', async () => {
    const { customer, subscription } = await debtor();
    for (let round = 0; round < 10; round++) {
      const isolate = world.app.get(IsolateOverdueService).run();
      if (round === 0) await Promise.all([isolate, settle(customer, 2n * TOTAL)]);
      await isolate;
    }
    await world.app.get(IsolateOverdueService).run();
    expect(await world.app.get(SubscriptionsService).accessOf(subscription)).toMatchObject({ desired: 'ENABLED' });
  });

  it('holds a mass isolation until it is confirmed, and somebody else agrees (Z4)', async () => {
    for (let i = 0; i < 51; i++) await world.subscribe(await world.customer(), plan, '2025-10-01');
    await world.run('2025-10-01T00:05:00+07:00');
    const isolation = world.app.get(IsolateOverdueService);
    expect(await isolation.run()).toMatchObject({ candidates: 51, isolatedCustomers: 0, heldByBrake: { limit: 50 } });
    const [asker, agreeing] = [fakeActor(null), fakeActor(null, ['dunning:approve', 'approval:read'])];
    await world.database.execute(
      `with r as (insert into roles (id, key, name) values ($1, 'test', 'Test') returning id)
       insert into users (id, email, name, role_id) select $1, 'test@test.invalid', 'Test', r.id from r`,
      [agreeing.id],
    );
    const asked = runAs(world.app, asker, () => isolation.run({ confirm: true }));
    await expect(asked).rejects.toMatchObject({ code: 'IAM_APPROVAL_REQUIRED' });
    const { id } = (await world.database.queryOne<{ id: string }>(
      `select id from approvals where kind = 'billing.mass-isolation' and state = 'PENDING'`,
    ))!;
    await runAs(world.app, agreeing, () => world.app.get(Approvals, { strict: false }).approve(id));
    const confirmed = await runAs(world.app, asker, () => isolation.run({ confirm: true }));
    expect(confirmed).toMatchObject({ isolatedCustomers: 51, heldByBrake: null });
  });

  it('isolates nobody before the minute comes', async () => {
    await debtor();
    const isolation = world.app.get(IsolateOverdueService);
    expect(await isolation.run({ asOf: new Date('2025-11-14T16:59:59Z') })).toMatchObject({ candidates: 0 });
    expect(await isolation.run({ asOf: new Date('2025-11-14T17:00:00Z') })).toMatchObject({ isolatedCustomers: 1 });
  });
});
