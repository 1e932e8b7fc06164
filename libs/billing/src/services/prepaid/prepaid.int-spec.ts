import { Money, rdiv, uuidv7 } from '@app/core';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { DiscountGrants } from '../catalogue/discount-grants.service';
import { DiscountsService } from '../catalogue/discounts.service';
import { IsolateOverdueService } from '../isolate-overdue.service';
import { SettlementService } from '../settlement.service';
import { PrepaidServices } from './prepaid.service';

const MINUTE = 60_000;

describe('prepaid services', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  const prepaid = async (
    billingType: string,
    price: bigint,
    patch: string,
  ): Promise<{ id: string; customer: string }> => {
    const customer = await world.customer();
    const plan = await world.plan(price, { taxCode: 'NONE' });
    const id = await world.subscribe(customer, plan, '2020-01-01');
    await world.database.execute('update plans set billing_type = $2 where id = $1', [plan, billingType]);
    await world.database.execute(
      `update subscriptions set next_bill_at = null, next_period_start = app_now()::date, started_on = app_now()::date, ${patch}
        where id = $1`,
      [id],
    );
    return { id, customer };
  };
  const pay = (customerId: string, amount: bigint) =>
    world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId, amount: Money.of(amount, 'IDR'), method: 'CASH', receivedAt: new Date() },
    });
  const tick = () => world.app.get(PrepaidServices).tick();
  const stateOf = async (id: string) =>
    (await world.database.queryOne<{ expiresAt: Date | null; deposit: bigint; access: string }>(
      `select s.expires_at as "expiresAt", a.deposit_amount as deposit, ai.desired as access
         from subscriptions s join billing_accounts a on a.customer_id = s.customer_id
         left join access_intents ai on ai.subscription_id = s.id where s.id = $1`,
      [id],
    ))!;
  const days = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 86_400_000);

  it('are renewed from the deposit before they run out, paid at once, and once', async () => {
    const expiry = new Date(Date.now() + 5 * MINUTE);
    const { id, customer } = await prepaid('PREPAID_PERIOD', 50_000n, `expires_at = app_now() + interval '5 minutes'`);
    await pay(customer, 70_000n);
    expect(await tick()).toEqual({ renewed: 1, debited: 0, parked: 0 });
    expect(await tick()).toEqual({ renewed: 0, debited: 0, parked: 0 });
    const invoices = await world.invoices(customer);
    expect(invoices).toMatchObject([{ status: 'PAID', total: 50_000n, paid: 50_000n }]);
    const { expiresAt, deposit } = await stateOf(id);
    expect(deposit).toBe(20_000n);
    expect(days(expiry, expiresAt!)).toBeGreaterThanOrEqual(28);
    await world.mustHold();
  });

  it('run out without money, owe nothing, and come back with a payment that is enough', async () => {
    const { id, customer } = await prepaid('PREPAID_PERIOD', 50_000n, `expires_at = app_now() - interval '3 days'`);
    await pay(customer, 20_000n);
    expect(await tick()).toMatchObject({ renewed: 0 });
    expect(await world.invoices(customer)).toEqual([]);
    await pay(customer, 30_000n);
    expect(await world.app.get(PrepaidServices).ofCustomer(customer)).toMatchObject({ renewed: 1 });
    const { expiresAt, deposit, access } = await stateOf(id);
    expect({ deposit, access }).toEqual({ deposit: 0n, access: 'ENABLED' });
    expect(days(new Date(), expiresAt!)).toBeGreaterThanOrEqual(27);
    await world.mustHold();
  });

  it('by the day take each day once, stop when the money does, and do not charge the days they were cut', async () => {
    const { id, customer } = await prepaid('PREPAID_DAILY', 300_000n, `expires_at = null`);
    await world.database.execute(
      `update subscriptions set started_on = started_on - 2, next_period_start = next_period_start - 2 where id = $1`,
      [id],
    );
    await pay(customer, 25_000n);
    expect(await tick()).toEqual({ renewed: 0, debited: 1, parked: 0 });
    const first = await stateOf(id);
    expect(first.deposit).toBeLessThan(10_000n);
    expect(first.expiresAt).not.toBeNull();
    expect(await tick()).toMatchObject({ debited: 0 });
    await pay(customer, 40_000n);
    expect(await tick()).toMatchObject({ debited: 1 });
    expect(await tick()).toMatchObject({ debited: 0 });
    const { expiresAt, access, deposit } = await stateOf(id);
    expect({ expiresAt, access }).toEqual({ expiresAt: null, access: 'ENABLED' });
    const taken = await world.database.queryOne<{ sum: bigint; days: number }>(
      `select sum(net_amount + tax_amount)::bigint as sum, sum(to_day - from_day)::int as days from daily_debits`,
    );
    expect(taken).toEqual({ sum: 65_000n - deposit, days: 3 });
    await world.mustHold();
  });

  it('by the day have lasting discounts too, to the rupiah over a whole period; others wait for an invoice (D1)', async () => {
    const { id, customer } = await prepaid('PREPAID_DAILY', 100_000n, `expires_at = null`);
    const today = (await world.database.queryOne<{ begin: string; day: number; days: number }>(
      `select (date_trunc('month', now) - interval '1 month')::date as begin, extract(day from now)::int as day,
              extract(day from date_trunc('month', now) + interval '1 month - 1 day')::int as days
         from (select app_now() at time zone 'Asia/Jakarta') t (now)`,
    ))!;
    await world.database.execute('update subscriptions set started_on = $2, next_period_start = $2 where id = $1', [
      id,
      today.begin,
    ]);
    const forever = { duration: 'FOREVER', combinable: true } as const;
    const discounts = world.app.get(DiscountsService);
    await discounts.create({ code: 'SETIA', name: 'Setia', scope: 'LINE', percentBp: 2_500, ...forever });
    await discounts.create({ code: 'KUPON', name: 'Kupon', scope: 'INVOICE', percentBp: 5_000, ...forever });
    for (const code of ['SETIA', 'KUPON']) await world.app.get(DiscountGrants).redeem(id, code);
    await pay(customer, 1_000_000n);
    expect(await tick()).toMatchObject({ debited: 1 });
    const taken = await world.database.queryOne('select sum(net_amount)::bigint as net from daily_debits');
    expect(taken).toEqual({ net: 75_000n + rdiv(75_000n * BigInt(today.day), BigInt(today.days)) });
    await world.mustHold();
  });

  it('are renewed instead of isolated where the deposit is enough', async () => {
    const { id, customer } = await prepaid('PREPAID_PERIOD', 50_000n, `expires_at = app_now() - interval '1 minute'`);
    await pay(customer, 50_000n);
    expect(await world.app.get(IsolateOverdueService).run({})).toMatchObject({ isolatedSubscriptions: 0 });
    expect(await stateOf(id)).toMatchObject({ deposit: 0n, access: 'ENABLED' });
  });

  it('without a price park that service alone, with an alert, and stop neither the others nor isolation (G5)', async () => {
    const bad = await prepaid('PREPAID_PERIOD', 50_000n, `expires_at = app_now()`);
    const good = await prepaid('PREPAID_PERIOD', 50_000n, `expires_at = app_now()`);
    const poor = await prepaid('PREPAID_PERIOD', 50_000n, `expires_at = app_now()`);
    await world.database.execute('update subscriptions set payer_customer_id = $2 where id = $1', [
      good.id,
      bad.customer,
    ]);
    await world.database.execute(
      `delete from plan_prices where plan_id = (select plan_id from subscriptions where id = $1)`,
      [bad.id],
    );
    expect(await world.app.get(IsolateOverdueService).run({})).toMatchObject({ isolatedCustomers: 3 });
    expect(await stateOf(poor.id)).toMatchObject({ access: 'ISOLATED' });
    await pay(bad.customer, 100_000n);
    expect(await tick()).toEqual({ renewed: 1, debited: 0, parked: 1 });
    expect(await stateOf(good.id)).toMatchObject({ access: 'ENABLED' });
    const parked = 'select subscription_id as id, code from parked_subscriptions where unparked_at is null';
    expect(await world.database.query(parked)).toEqual([{ id: bad.id, code: 'NO_PRICE' }]);
    const alert = `select detail from alerts where key = $1 and resolved_at is null`;
    expect(await world.database.query(alert, [`billing.parked:${world.siteId}`])).toEqual([{ detail: { count: 1 } }]);
    await world.mustHold();
  });
});
