import { CustomersService } from '@app/customers';
import { BillingWorld } from '../testing/billing-world.fixture-spec';
import { CustomerZoneService } from './customer-zone.service';
import { NumberSeries } from './number-series.service';
import { PlansService } from './plans.service';
import { ServiceStates } from './service-states.service';
import { SubscriptionsService } from './subscriptions.service';

describe('subscriptions', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  it('keep their dates when the customer moves to another zone (T3), and are due at the new midnight', async () => {
    const customer = await world.customer();
    const id = await world.subscribe(customer, await world.plan(150_000n), '2025-11-16', 16);
    const subscriptions = world.app.get(SubscriptionsService);
    await world.app.get(CustomersService).update(customer, 1, { timeZone: 'Asia/Jayapura' });
    await world.app.get(CustomerZoneService).follow(customer);
    await world.app.get(CustomerZoneService).follow(customer);
    expect(await subscriptions.get(id)).toMatchObject({
      nextPeriodStart: '2025-11-16',
      nextBillAt: new Date('2025-11-15T15:00:00Z'),
    });
    await world.run('2025-11-16T00:05:00+09:00');
    expect((await world.invoices(customer)).map((invoice) => [invoice.issuedOn, invoice.dueOn])).toEqual([
      ['2025-11-16', '2025-11-26'],
    ]);
    await world.app.get(CustomersService).update(customer, 2, { timeZone: 'Asia/Jakarta' });
    await world.app.get(CustomerZoneService).follow(customer);
    await world.run('2025-12-16T00:05:00+07:00');
    expect(await world.invoices(customer)).toHaveLength(2);
    await world.mustHold();
  });

  it('bring their state, access and bandwidth together for the routers', async () => {
    const planId = await world.plan(150_000n, { code: 'HOME-10' });
    const customerId = await world.customer();
    const service = world.app.get(SubscriptionsService);
    const waiting = await service.create({ customerId, planId, anchorDay: 1 });
    const running = await service.create({ customerId, planId, anchorDay: 1 });
    await service.activate(running.id);
    const states = await world.app.get(ServiceStates).of([waiting.id, running.id]);
    const rate = { planId, planCode: 'HOME-10', downloadKbps: 10_000, uploadKbps: 5_000, customerId };
    expect(states).toHaveLength(2);
    expect(states).toContainEqual({ subscriptionId: waiting.id, desired: 'DISABLED', ...rate });
    expect(states).toContainEqual({ subscriptionId: running.id, desired: 'ENABLED', ...rate });
  });

  it('a new service of an isolated account is isolated too', async () => {
    const customer = await world.customer();
    const planId = await world.plan(150_000n);
    await world.subscribe(customer, planId, '2025-10-01');
    await world.run('2025-10-01T00:05:00+07:00');
    const service = world.app.get(SubscriptionsService);
    const { id } = await service.create({ customerId: customer, planId, anchorDay: 1 });
    await service.activate(id);
    expect(await service.accessOf(id)).toMatchObject({ desired: 'ISOLATED', reasons: ['OVERDUE'] });
  });

  it('are not started on a day without a price', async () => {
    const planId = await world.plan(150_000n);
    await world.database.execute(`delete from plan_prices where plan_id = $1`, [planId]);
    const service = world.app.get(SubscriptionsService);
    const { id } = await service.create({ customerId: await world.customer(), planId, anchorDay: 1 });
    await expect(service.activate(id)).rejects.toThrow('BILLING_PLAN_WITHOUT_PRICE');
    expect(await service.get(id)).toMatchObject({ status: 'PENDING' });
  });

  it('plans announce what changes on the network', async () => {
    const id = await world.plan(150_000n);
    await world.app.get(PlansService).update(id, 1, { downloadKbps: 1 });
    const events = await world.database.query(`select key from outbox_events where topic = 'billing.plan.changed.v1'`);
    expect(events).toEqual([{ key: `${id}:2` }]);
  });

  it('numbers have no gaps, whatever is rolled back or runs side by side', async () => {
    const numbers = world.app.get(NumberSeries);
    const take = (count: bigint) => world.database.transaction(() => numbers.take('TEST/2025', count));
    const failing = world.database.transaction(async () => {
      await numbers.take('TEST/2025', 5n);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const firsts = await Promise.all([take(2n), take(2n), take(2n), take(2n)]);
    expect(firsts.sort()).toEqual([1n, 3n, 5n, 7n]);
  });
});
