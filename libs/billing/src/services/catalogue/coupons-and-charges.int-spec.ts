import { type DomainError, localDate, Money } from '@app/core';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { BillingPolicies } from './billing-policies.service';
import { Charges } from './charges.service';
import { DiscountGrants } from './discount-grants.service';
import { DiscountsService, type NewDiscount } from './discounts.service';
import { ProductsService } from './products.service';

const idr = (amount: bigint): Money => Money.of(amount, 'IDR');

describe('coupons', () => {
  let world: BillingWorld;
  let plan: string;
  let grants: DiscountGrants;

  beforeAll(async () => {
    world = await BillingWorld.create();
    plan = await world.plan(100_000n);
    grants = world.app.get(DiscountGrants);
  });
  afterAll(() => world.close());

  const subscription = async (planId = plan): Promise<string> =>
    world.subscribe(await world.customer(), planId, '2025-11-01');

  const coupon = async (code: string, more: Partial<NewDiscount> = {}): Promise<string> => {
    const input = { code, name: code, scope: 'INVOICE', duration: 'ONCE', percentBp: 1_000 } as const;
    return (await world.app.get(DiscountsService).create({ ...input, ...more })).id;
  };

  it('are redeemed as often as the limit says under 50 redemptions side by side (billing.md D2)', async () => {
    const id = await coupon('LIMITED', { maxRedemptions: 10 });
    const subscriptions: string[] = [];
    for (let n = 0; n < 50; n++) subscriptions.push(await subscription());
    const outcomes = await Promise.allSettled(subscriptions.map((one) => grants.redeem(one, 'LIMITED')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => String(reason));
    expect(refusals.every((reason) => reason.includes('BILLING_DISCOUNT_EXHAUSTED'))).toBe(true);
    const counted = await world.database.queryOne(
      `select redemption_count as count, (select count(*)::int from discount_grants where discount_id = d.id) as grants
         from discounts d where id = $1`,
      [id],
    );
    expect(counted).toEqual({ count: 10, grants: 10 });
  });

  it('are refused, with the reason, where they do not count', async () => {
    await coupon('OTHER_PLAN', { planIds: [await world.plan(1n)] });
    await coupon('OVER', { validUntil: localDate('2020-01-01') });
    await coupon('NOT_YET', { validFrom: localDate('2999-01-01') });
    await coupon('ALONE', { combinable: false });
    await coupon('BESIDE');
    const id = await subscription();
    const refused = async (code: string): Promise<unknown> => {
      const [outcome] = await Promise.allSettled([grants.redeem(id, code)]);
      return outcome.status === 'rejected' ? (outcome.reason as DomainError).params.why : 'granted';
    };
    expect(await refused('OTHER_PLAN')).toBe('PLAN');
    expect(await refused('OVER')).toBe('OVER');
    expect(await refused('NOT_YET')).toBe('NOT_YET');
    expect(await refused('BESIDE')).toBe('granted');
    expect(await refused('ALONE')).toBe('NOT_COMBINABLE');
  });

  it('cannot be limited below what is redeemed', async () => {
    const id = await coupon('SHRINK', { maxRedemptions: 5 });
    await grants.redeem(await subscription(), 'SHRINK');
    await grants.redeem(await subscription(), 'SHRINK');
    const discounts = world.app.get(DiscountsService);
    await expect(discounts.update(id, 1, { maxRedemptions: 1 })).rejects.toThrow('BILLING_DISCOUNT_TERMS');
    expect(await discounts.update(id, 1, { maxRedemptions: 2 })).toMatchObject({ maxRedemptions: 2, version: 2 });
  });
});

describe('one-off charges', () => {
  let world: BillingWorld;
  let charges: Charges;

  beforeAll(async () => {
    world = await BillingWorld.create();
    charges = world.app.get(Charges);
  });
  afterAll(() => world.close());

  it('exist once per cause, however often and however many at a time they are asked for', async () => {
    const customerId = await world.customer();
    const charge = { customerId, sourceKey: 'once', description: 'Kunjungan', unitPrice: idr(50_000n) };
    await charges.add(charge);
    const again = await Promise.all([1, 2, 3, 4].map(() => charges.add({ ...charge, invoiceNow: true })));
    expect(new Set(again.map(({ id }) => id)).size).toBe(1);
    expect(again[0]).toMatchObject({ state: 'PENDING', unitPriceAmount: 50_000n });
  });

  it('are invoiced at once with the price, tax and account of the product', async () => {
    const customerId = await world.customer();
    const input = {
      code: 'ONT',
      name: 'ONT',
      kind: 'ONE_OFF',
      taxCode: 'PPN_INCLUSIVE',
      price: idr(333_000n),
    } as const;
    const product = await world.app.get(ProductsService).create(input);
    const charge = { customerId, productId: product.id, quantity: 2, invoiceNow: true };
    const added = await charges.add({ ...charge, sourceKey: 'ont' });
    expect(added).toMatchObject({ state: 'INVOICED', description: 'ONT' });
    expect(await world.invoices(customerId)).toMatchObject([{ id: added.invoiceId, status: 'OPEN', total: 666_000n }]);
    await expect(charges.cancel(added.id)).rejects.toThrow('BILLING_CHARGE_STATE');
    await world.mustHold();
  });

  it('wait for the next invoice, unless they are cancelled', async () => {
    const customerId = await world.customer();
    await world.subscribe(customerId, await world.plan(100_000n), '2025-11-01');
    const charge = { customerId, unitPrice: idr(10_000n), billAfter: localDate('2025-11-01') };
    await charges.add({ ...charge, sourceKey: 'a', description: 'A' });
    const { id } = await charges.add({ ...charge, sourceKey: 'b', description: 'B' });
    expect(await charges.cancel(id)).toMatchObject({ state: 'CANCELLED' });
    await world.run('2025-11-01T00:05:00+07:00');
    expect((await world.invoices(customerId)).map(({ total }) => total)).toEqual([121_000n]);
  });

  it('cost something, in the currency of the account', async () => {
    const customerId = await world.customer();
    const charge = { customerId, sourceKey: 'x', description: 'X' };
    await expect(charges.add({ ...charge, unitPrice: idr(0n) })).rejects.toThrow('BILLING_AMOUNT_NOT_POSITIVE');
    await expect(charges.add({ ...charge, unitPrice: Money.of(5n, 'USD') })).rejects.toThrow('BILLING_CURRENCY');
  });
});

describe('number formats', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  afterAll(() => world.close());

  it.each([
    [{ pattern: 'INV/{yyyy}/{mm}/{seq}', reset: 'MONTH' }],
    [{ pattern: 'INV/{site}/{yyyy}/{seq}', reset: 'MONTH' }],
    [{ pattern: 'INV/{site}/{mm}/{seq}', reset: 'YEAR' }],
    [{ pattern: 'INV/{site}/{yyyy}/{mm}', reset: 'MONTH' }],
  ] as const)('%j are refused: numbers would repeat', async (invoiceNumbers) => {
    const put = world.app.get(BillingPolicies).put(world.siteId, 0, { invoiceNumbers });
    await expect(put).rejects.toThrow('BILLING_NUMBER_FORMAT');
  });
});
