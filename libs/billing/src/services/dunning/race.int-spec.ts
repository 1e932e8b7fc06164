import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Money, uuidv7 } from '@app/core';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { IsolateOverdueService } from '../isolate-overdue.service';
import { SettlementService } from '../settlement.service';

const INTERLEAVINGS = 1_000;
const AT_ONCE = 25;
const TOTAL = 166_500n;

describe('F13 payment and isolation in the same millisecond', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  afterAll(() => world.close());

  const settle = (customerId: string) =>
    world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId, amount: Money.of(TOTAL, 'IDR'), method: 'CASH' as const },
      receivedAt: new Date('2025-11-12T03:00:00Z'),
    });

  const settleSoon = async (customerId: string) => {
    await sleep(randomInt(0, 30));
    return settle(customerId);
  };

  /** Copies one debtor, who has an open invoice past its time, many times. */
  async function crowd(): Promise<string[]> {
    const customer = await world.customer();
    const subscription = await world.subscribe(customer, await world.plan(150_000n), '2025-10-31', 31);
    await world.run('2025-10-31T03:05:00Z');
    const ids = Array.from({ length: INTERLEAVINGS }, () => uuidv7());
    const copy = (table: string, changes: string): Promise<unknown> =>
      world.database.execute(
        `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changes}))).* from ${table} t
          cross join unnest($1::uuid[]) with ordinality as n (id, no) where t.${table === 'customers' ? 'id' : 'customer_id'} = $2`,
        [ids, customer],
      );
    await copy('customers', `'id', n.id, 'code', 'C-' || n.no`);
    await copy('billing_accounts', `'customer_id', n.id`);
    await copy('subscriptions', `'id', gen_random_uuid(), 'customer_id', n.id`);
    await copy(
      'invoices',
      `'id', gen_random_uuid(), 'customer_id', n.id, 'series', 'COPY', 'seq', n.no, 'number', 'COPY/' || n.no`,
    );
    await world.database.execute(
      `insert into access_intents (subscription_id, customer_id, desired, changed_at)
       select id, customer_id, 'DISABLED', now() from subscriptions where id <> $1`,
      [subscription],
    );
    await settle(customer);
    return ids;
  }

  it(`leaves everybody ENABLED after ${INTERLEAVINGS} interleavings (I9)`, async () => {
    const ids = await crowd();
    const isolation = world.app.get(IsolateOverdueService);
    let isolated = 0;
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const group = ids.slice(i, i + AT_ONCE);
      // why: a tick sees this group alone, so that all of it is raced for
      await world.database.execute(
        `update access_intents set desired = 'ENABLED' where customer_id = any ($1::uuid[])`,
        [group],
      );
      const ticks = Array.from({ length: 3 }, () => isolation.run({ confirm: true }));
      const outcomes = await Promise.all([...ticks, ...group.map(settleSoon)]);
      isolated += outcomes
        .slice(0, 3)
        .reduce((sum, one) => sum + ('isolatedCustomers' in one ? one.isolatedCustomers : 0), 0);
    }
    await isolation.run({ confirm: true });
    const states = await world.database.query(
      'select desired, count(*)::int as n from access_intents group by desired',
    );
    expect(states).toEqual([{ desired: 'ENABLED', n: INTERLEAVINGS + 1 }]);
    expect(isolated).toBeGreaterThan(0);
  }, 300_000);
});
