import { EventEmitter, once } from 'node:events';
import { localDate, Money, uuidv7 } from '@app/core';
import { PartitionKeeper } from '@app/platform';
import { ServiceWorld } from '../../testing/service-world.fixture-spec';
import { SettlementService } from '../settlement.service';

/* Months of the ledger are made ahead. Whoever is in a transaction when one is missing must not wait for himself. */
describe('a month that nobody made', () => {
  let world: ServiceWorld;

  beforeAll(async () => {
    world = await ServiceWorld.create({ DATABASE_POOL_SIZE: '4' });
  });
  afterAll(() => world.close());

  const monthsOf = async (): Promise<string[]> => {
    const rows = await world.billing.database.query<{ name: string }>(
      `select distinct tableoid::regclass::text as name from ledger_entries order by 1`,
    );
    return rows.map(({ name }) => name);
  };
  const pay = async (customerId: string): Promise<void> => {
    const money = { paymentId: uuidv7(), customerId, amount: Money.of(5_000n, 'IDR'), method: 'CASH' as const };
    await world.get(SettlementService).settle({ ...money, receivedAt: new Date('2031-05-20T03:00:00Z') });
  };

  it('takes more payments at once than there are connections, and the run after them', async () => {
    const { billing } = world;
    const planId = await billing.plan(150_000n);
    await world.on('2031-05-20');
    const customers = await Promise.all(Array.from({ length: 12 }, () => billing.customer()));
    await Promise.all(customers.map(pay));
    expect(await monthsOf()).toEqual(['ledger_entries_rest']);
    await world.start(planId, { customerId: customers[0]!, anchorDay: 20 });
    await world.tick();
    expect(await monthsOf()).toEqual(['ledger_entries_rest']);
    await world.mustHold();
  });

  it('is made by the run where nothing was booked yet, and by the upkeep', async () => {
    await world.midnight('2031-06-20');
    expect(await monthsOf()).toEqual(['ledger_entries_rest', 'ledger_entries_y2031m06']);
    const made = await world.get(PartitionKeeper).ensureAhead();
    expect(made).toContain('ledger_entries_y2031m08');
    await world.mustHold();
  });

  it('is not made inside a transaction that wrote to the ledger already', async () => {
    const keeper = world.get(PartitionKeeper);
    const [customerId] = await Promise.all([world.billing.customer()]);
    await world.billing.database.transaction(async () => {
      await pay(customerId);
      await keeper.ensure('ledger_entries', localDate('2029-01-15'));
    });
    const found = await world.billing.database.query(`select to_regclass('ledger_entries_y2029m01') as name`);
    expect(found).toEqual([{ name: null }]);
  });

  it('gives way to who posts while it is made', async () => {
    const { database } = world.billing;
    const customerId = await world.billing.customer();
    const keeper = world.get(PartitionKeeper);
    const made = [1, 2, 3, 4].map(async (month) => {
      const posting = new EventEmitter();
      const making = once(posting, 'begun').then(() => keeper.ensure('ledger_entries', localDate(`2028-0${month}-01`)));
      await database.transaction(async () => {
        await pay(customerId);
        posting.emit('begun');
        await new Promise((resolve) => setTimeout(resolve, 50));
        await pay(customerId);
      });
      await making;
    });
    await Promise.all(made);
    const found = await database.query(`select to_regclass('ledger_entries_y2028m04') is not null as made`);
    expect(found).toEqual([{ made: true }]);
    await world.mustHold();
  });
});
