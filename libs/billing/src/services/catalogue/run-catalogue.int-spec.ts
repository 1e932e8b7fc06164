import { localDate, Money, uuidv7 } from '@app/core';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { BillingSettings } from '../documents/account-settings.service';
import { PlansService } from '../plans.service';
import { BillingPolicies } from './billing-policies.service';
import { BusinessCalendar } from './business-calendar.service';
import { Charges } from './charges.service';
import { DiscountGrants } from './discount-grants.service';
import { DiscountsService } from './discounts.service';
import { type NewProduct, ProductsService } from './products.service';
import { TaxCodesService } from './tax-codes.service';

const idr = (amount: bigint): Money => Money.of(amount, 'IDR');
const NOVEMBER = '2025-11-01T00:05:00+07:00';
const DECEMBER = '2025-12-01T00:05:00+07:00';

interface Line {
  description: string;
  kind: string;
  net: bigint;
  tax: bigint;
  discount: bigint;
  taxCode: string;
  revenue: string;
}

describe('the billing run with the catalogue', () => {
  let world: BillingWorld;
  let codes = 0;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.database.execute('truncate products, discounts, business_holidays cascade');
    const policies = world.app.get(BillingPolicies);
    await policies.put(world.siteId, (await policies.view(world.siteId)).version, {});
  });
  afterAll(() => world.close());

  const version = async (): Promise<number> => (await world.app.get(BillingPolicies).view(world.siteId)).version;

  const product = async (price: bigint, more: Partial<NewProduct> = {}): Promise<string> => {
    const input = { code: `D-${++codes}`, name: `Produk ${price}`, kind: 'RECURRING', taxCode: 'PPN' } as const;
    return (await world.app.get(ProductsService).create({ ...input, price: idr(price), ...more })).id;
  };

  const lines = async (customerId: string): Promise<Line[]> =>
    world.database.query(
      `select l.description, l.kind, l.net_amount as net, l.tax_amount as tax, l.discount_amount as discount,
              l.tax_code as "taxCode", l.revenue_account as revenue
         from invoice_lines l join invoices i on i.id = l.invoice_id where i.customer_id = $1
        order by i.series, i.seq, l.line_no`,
      [customerId],
    );

  it('bills what a plan bundles and its setup fee, each with its own line, tax and account', async () => {
    const planId = await world.plan(150_000n, { serviceKind: 'HOTSPOT' });
    const addOn = await product(20_000n);
    const fee = await product(250_000n, { kind: 'ONE_OFF', taxCode: 'NONE', revenueAccount: 'REVENUE.SETUP' });
    const wanted = [
      { productId: addOn, quantity: 2 },
      { productId: fee, quantity: 1 },
    ];
    expect((await world.app.get(PlansService).setProducts(planId, 1, wanted)).version).toBe(2);
    const customerId = await world.customer();
    await world.subscribe(customerId, planId, '2025-11-01');
    await world.database.execute(`update charges set bill_after = '2025-10-01'`);
    await world.run(NOVEMBER);
    expect(await lines(customerId)).toMatchObject([
      { kind: 'RECURRING', net: 150_000n, tax: 16_500n, revenue: 'REVENUE.HOTSPOT' },
      { kind: 'ADD_ON', net: 40_000n, tax: 4_400n, revenue: 'REVENUE.OTHER' },
      { kind: 'SETUP', net: 250_000n, tax: 0n, revenue: 'REVENUE.SETUP' },
    ]);
    await world.run(DECEMBER);
    expect(await lines(customerId)).toHaveLength(5);
    await world.mustHold();
  });

  it('bills add-ons from their first to their last day', async () => {
    const customerId = await world.customer();
    const id = await world.subscribe(customerId, await world.plan(150_000n), '2025-11-01');
    await world.database.execute(
      `insert into subscription_products (id, subscription_id, product_id, starts_on, ends_on)
       values ($1, $2, $3, '2025-11-16', '2025-12-16')`,
      [uuidv7(), id, await product(30_000n)],
    );
    await world.run(NOVEMBER);
    await world.run(DECEMBER);
    await world.run('2026-01-01T00:05:00+07:00');
    const parts = (await lines(customerId)).filter((line) => line.kind === 'ADD_ON');
    expect(parts.map((line) => line.net)).toEqual([15_000n, 14_516n]); // 15/30 and 15/31 of 30,000
    await world.mustHold();
  });

  it('takes the tax rate of the issue date, none for an exempt customer, none where the seller is not registered', async () => {
    const taxCodes = world.app.get(TaxCodesService);
    const code = 'PPN_TEST';
    const rate = { num: 11, den: 100, displayBaseNum: 11, displayBaseDen: 12, displayRate: '12 %' };
    await taxCodes.create({ code, name: 'Uji', inclusive: false, exempt: false, withholding: true, rate });
    await taxCodes.addRate(code, { ...rate, num: 12, validFrom: localDate('2025-12-01') });
    const plan = await world.plan(100_000n, { taxCode: code });
    const [customer, exempt] = [await world.customer(), await world.customer()];
    for (const one of [customer, exempt]) await world.subscribe(one, plan, '2025-11-01');
    const settings = world.app.get(BillingSettings);
    expect(await settings.update(exempt, 1, { taxExempt: true })).toMatchObject({ taxExempt: true, version: 2 });
    await expect(settings.update(exempt, 1, { taxExempt: false })).rejects.toThrow('CORE_STALE_VERSION');
    await world.run(NOVEMBER);
    await world.run(DECEMBER);
    await world.app.get(BillingPolicies).put(world.siteId, await version(), { vatRegistered: false });
    await world.run('2026-01-01T00:05:00+07:00');
    expect((await lines(customer)).map(({ tax, taxCode }) => [tax, taxCode])).toEqual([
      [11_000n, code],
      [12_000n, code],
      [0n, 'NONE'],
    ]);
    expect((await lines(exempt)).map(({ tax }) => tax)).toEqual([0n, 0n, 0n]);
    await world.mustHold();
  });

  it('reduces invoices by discounts: once, for so many periods, or until they are revoked', async () => {
    const customerId = await world.customer();
    const id = await world.subscribe(customerId, await world.plan(100_000n), '2025-11-01');
    const discounts = world.app.get(DiscountsService);
    const grants = world.app.get(DiscountGrants);
    await discounts.create({ code: 'ONE', name: 'Sekali', scope: 'INVOICE', duration: 'ONCE', amount: idr(5_000n) });
    await discounts.create({ code: 'TEN', name: '10 %', scope: 'LINE', duration: 'FOREVER', percentBp: 1_000 });
    await grants.redeem(id, 'ONE');
    const { id: grantId } = await grants.redeem(id, 'TEN');
    await expect(grants.redeem(id, 'TEN')).rejects.toThrow('BILLING_DISCOUNT_GRANTED');
    await world.run(NOVEMBER);
    await world.run(DECEMBER);
    await grants.revoke(id, grantId);
    await world.run('2026-01-01T00:05:00+07:00');
    expect((await lines(customerId)).map(({ net, tax, discount }) => [net, tax, discount])).toEqual([
      [85_000n, 9_350n, 15_000n],
      [90_000n, 9_900n, 10_000n],
      [100_000n, 11_000n, 0n],
    ]);
    expect((await grants.list(id)).map((grant) => grant.endedAt === null)).toEqual([false, false]);
    await world.mustHold();
  });

  it('keeps grandfathered prices for those who had the plan, and gives the others the new one', async () => {
    const plan = await world.plan(100_000n);
    const [early, late] = [await world.customer(), await world.customer()];
    await world.subscribe(early, plan, '2025-11-01');
    await world.app.get(PlansService).addPrice(plan, idr(120_000n), localDate('2025-12-01'), 'GRANDFATHER');
    await world.subscribe(late, plan, '2025-12-01');
    await world.run(NOVEMBER);
    await world.run(DECEMBER);
    expect((await lines(early)).map(({ net }) => net)).toEqual([100_000n, 100_000n]);
    expect((await lines(late)).map(({ net }) => net)).toEqual([120_000n]);
  });

  it('puts the services of children on the invoice of their payer, and separate services on their own', async () => {
    const plan = await world.plan(100_000n);
    const [payer, child] = [await world.customer(), await world.customer()];
    await world.subscribe(payer, plan, '2025-11-01');
    const second = await world.subscribe(payer, plan, '2025-11-01');
    const childs = await world.subscribe(child, plan, '2025-11-01');
    await world.database.execute('update subscriptions set payer_customer_id = $2 where id = $1', [childs, payer]);
    await world.database.execute('update subscriptions set separate_invoice = true where id = $1', [second]);
    const charge = { customerId: child, subscriptionId: childs, description: 'Kunjungan', unitPrice: idr(50_000n) };
    await world.app.get(Charges).add({ ...charge, sourceKey: 'visit', billAfter: localDate('2025-11-01') });
    expect(await world.run(NOVEMBER)).toMatchObject({ invoiceCount: 2, lineCount: 4 });
    expect(await world.invoices(child)).toEqual([]);
    const totals = (await world.invoices(payer)).map(({ total }) => total).sort();
    expect(totals).toEqual([111_000n, 272_000n]);
    const served = await world.database.query(
      `select count(*)::int as n from invoice_lines where service_customer_id = $1`,
      [child],
    );
    expect(served).toEqual([{ n: 2 }]);
    await world.mustHold();
  });

  it('gives each site and each account its own terms, and spares holidays', async () => {
    const plan = await world.plan(100_000n);
    const [plain, own] = [await world.customer(), await world.customer()];
    for (const one of [plain, own]) await world.subscribe(one, plan, '2025-11-01');
    await world.app.get(BillingPolicies).put(world.siteId, await version(), {
      dueDays: 14,
      graceDays: 0,
      isolirCalendar: { fridayFromHour: null, weekends: true, holidays: true },
    });
    await world.app.get(BillingSettings).update(own, 1, { policies: { dueDays: 20 } });
    await world.app.get(BusinessCalendar).add({ siteId: null, day: localDate('2025-11-17'), name: 'Libur' });
    await world.run(NOVEMBER);
    // due on Saturday the 15th: the 16th is a Sunday, the 17th is off
    expect(await world.invoices(plain)).toMatchObject([
      { dueOn: '2025-11-15', isolirAt: new Date('2025-11-17T17:00:00Z') },
    ]);
    expect(await world.invoices(own)).toMatchObject([{ dueOn: '2025-11-21' }]);
  });

  it('asks the database as often for many accounts as for few', async () => {
    const plan = await world.plan(100_000n);
    const statements = async (customers: number, asOf: string): Promise<number> => {
      for (let n = 0; n < customers; n++) await world.subscribe(await world.customer(), plan, asOf.slice(0, 10));
      const query = jest.spyOn(world.database, 'query');
      const execute = jest.spyOn(world.database, 'execute');
      await world.run(asOf);
      const count = query.mock.calls.length + execute.mock.calls.length;
      query.mockRestore();
      execute.mockRestore();
      return count;
    };
    const few = await statements(2, NOVEMBER);
    expect(await statements(30, DECEMBER)).toBeLessThanOrEqual(few + 5);
  });
});
