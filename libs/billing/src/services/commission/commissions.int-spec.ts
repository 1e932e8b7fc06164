import { localDate, Money, uuidv7 } from '@app/core';
import { CustomersService, ResellersService } from '@app/customers';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { SettlementService } from '../settlement.service';
import { CommissionStatements } from './commission-statements.service';

describe('commissions of resellers', () => {
  let world: BillingWorld;
  let reseller: string;
  let customer: string;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    reseller = (
      await world.app.get(ResellersService, { strict: false }).create({ siteId: world.siteId, name: uuidv7() })
    ).id;
    await statements().addRate(reseller, { validFrom: localDate('2025-01-01'), rateBp: 1_000 });
    customer = await world.customer();
    const customers = world.app.get(CustomersService);
    const { version } = await customers.get(customer);
    await customers.update(customer, version, { resellerId: reseller });
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const statements = () => world.app.get(CommissionStatements);
  const bill = async (day = '2025-11-01') => {
    await world.subscribe(customer, await world.plan(150_000n), day);
    await world.run(`${day}T00:05:00+07:00`);
  };
  const pay = (amount: bigint) =>
    world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId: customer, amount: Money.of(amount, 'IDR'), method: 'CASH' as const },
      receivedAt: new Date('2025-11-05T03:00:00Z'),
    });
  const amounts = async () =>
    (await world.database.query<{ amount: bigint }>('select amount from commission_accruals order by id')).map(
      ({ amount }) => amount,
    );
  const span = { from: localDate('2025-01-01'), to: localDate('2999-01-01') };

  it('accrue on cash along one curve (N01)', async () => {
    await bill();
    await pay(50_000n);
    await pay(50_000n);
    await pay(66_500n);
    expect(await amounts()).toEqual([4_505n, 4_504n, 5_991n]);
    const { currencies } = await statements().statement(reseller, span);
    expect(currencies).toMatchObject([{ currency: 'IDR', accrued: 15_000n, closing: 15_000n }]);
  });

  it('are taken back with the payment, to the rupiah', async () => {
    await bill();
    await pay(50_000n);
    const { allocations } = await pay(50_000n);
    await world.app.get(SettlementService).reverse({
      ...{ reversalId: uuidv7(), paymentId: uuidv7(), customerId: customer, amount: 50_000n, currency: 'IDR' },
      ...{ method: 'CASH', applied: { allocations, deposit: 0n } },
    });
    expect(await amounts()).toEqual([4_505n, 4_504n, -4_504n]);
    const { currencies } = await statements().statement(reseller, span);
    expect(currencies).toMatchObject([{ accrued: 9_009n, reversed: -4_504n, closing: 4_505n }]);
  });

  it('accrue when a deposit pays at issue', async () => {
    await pay(166_500n);
    expect(await amounts()).toEqual([]);
    await bill();
    expect(await amounts()).toEqual([15_000n]);
  });

  it('keep the rate of the day of issue', async () => {
    await bill();
    await pay(50_000n);
    await statements().addRate(reseller, { validFrom: localDate('2026-01-01'), rateBp: 2_000 });
    await pay(116_500n);
    expect((await amounts()).reduce((sum, amount) => sum + amount, 0n)).toBe(15_000n);
    await expect(
      statements().addRate(reseller, { validFrom: localDate('2026-01-01'), rateBp: 1 }),
    ).rejects.toMatchObject({
      code: 'BILLING_PRICE_DATE_TAKEN',
    });
  });

  it('are paid out once, and never above what is owed', async () => {
    await bill();
    await pay(166_500n);
    const payOut = (amount: bigint) => statements().pay(reseller, Money.of(amount, 'IDR'), 'CASH.BANK', '');
    const tries = await Promise.allSettled([payOut(10_000n), payOut(10_000n), payOut(10_000n)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { currencies } = await statements().statement(reseller, span);
    expect(currencies).toMatchObject([{ paidOut: 10_000n, closing: 5_000n }]);
  });
});
