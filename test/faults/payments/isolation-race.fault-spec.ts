import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BillingRunService, IsolateOverdueService, PlansService, SubscriptionsService } from '@app/billing';
import { localDate, Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { SettleAttempt } from '@app/payments';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { PayScene } from '../../support/payments/pay-scene';

const INTERLEAVINGS = 1_000;
const AT_ONCE = 25;

describe('F13: isolation and a payment through a gateway in the same millisecond', () => {
  let database: TestDatabase;
  let scene: PayScene;

  beforeAll(async () => {
    database = await createTestDatabase();
    scene = await PayScene.open(database.url);
  });
  afterAll(async () => {
    await scene.close();
    await database.drop();
  });

  /** A debtor past the time of his isolation, copied many times, everybody with an attempt. */
  async function crowd(): Promise<{ customerIds: string[]; attemptOf: Map<string, string> }> {
    const { id: customer } = await scene.get(CustomersService).create({ siteId: scene.siteId, name: 'Siti' });
    const rates = { downloadKbps: 10_000, uploadKbps: 5_000, taxCode: 'PPN' };
    const plan = await scene
      .get(PlansService)
      .create({ code: 'P1', name: 'Paket', ...rates, price: Money.of(150_000n, 'IDR') });
    const subscriptions = scene.get(SubscriptionsService);
    const { id } = await subscriptions.create({ customerId: customer, planId: plan.id, anchorDay: 31 });
    await subscriptions.activate(id);
    await scene.database.execute(
      `update subscriptions set started_on = $2, next_period_start = $2, plan_since = null,
              next_bill_at = $2::date::timestamp at time zone 'Asia/Jakarta' where id = $1`,
      [id, localDate('2025-10-31')],
    );
    const run = { asOf: new Date('2025-10-31T03:05:00Z'), trigger: 'MANUAL' as const, requestedBy: 'test' };
    await scene.get(BillingRunService).run(run);
    const ids = Array.from({ length: INTERLEAVINGS }, () => uuidv7());
    const copy = (table: string, changes: string): Promise<unknown> =>
      scene.database.execute(
        `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changes}))).* from ${table} t
          cross join unnest($1::uuid[]) with ordinality as n (id, no)
          where t.${table === 'customers' ? 'id' : 'customer_id'} = $2`,
        [ids, customer],
      );
    await copy('customers', `'id', n.id, 'code', 'C-' || n.no`);
    await copy('billing_accounts', `'customer_id', n.id`);
    await copy('subscriptions', `'id', gen_random_uuid(), 'customer_id', n.id`);
    const numbered = `'series', 'COPY', 'seq', n.no, 'number', 'COPY/' || n.no`;
    await copy('invoices', `'id', gen_random_uuid(), 'customer_id', n.id, ${numbered}`);
    await scene.database.execute(
      `insert into access_intents (subscription_id, customer_id, desired, changed_at)
       select id, customer_id, 'DISABLED', now() from subscriptions where customer_id = any ($1::uuid[])`,
      [ids],
    );
    await scene.database.execute(
      `update invoices set status = 'PAID', paid_amount = total_amount, closed_at = now(), paid_on = current_date
        where customer_id = $1`,
      [customer],
    );
    // why: a younger one that nobody asked about would hold its customer's isolation back
    const attempts = await scene.database.query<{ customerId: string; id: string }>(
      `insert into payment_attempts (id, target_kind, target_id, customer_id, site_id, gateway, account_id, merchant_order_id,
              amount, currency, state, created_at, updated_at)
       select gen_random_uuid(), 'INVOICE', i.id, i.customer_id, i.site_id, 'tripay', $2, i.number, i.total_amount, 'IDR',
              'PENDING', now() - interval '3 days', now() from invoices i where i.customer_id = any ($1::uuid[])
       returning customer_id as "customerId", id`,
      [ids, scene.tripayId],
    );
    return { customerIds: ids, attemptOf: new Map(attempts.map((one) => [one.customerId, one.id])) };
  }

  it(`leaves everybody ENABLED after ${INTERLEAVINGS} interleavings (I9)`, async () => {
    const { customerIds, attemptOf } = await crowd();
    const isolation = scene.get(IsolateOverdueService);
    const settling = scene.get(SettleAttempt);
    const pay = async (customerId: string): Promise<string> => {
      await sleep(randomInt(0, 200));
      const evidence = { event: 'PAID', source: 'CALLBACK' } as const;
      return (await settling.settle(attemptOf.get(customerId) ?? '', evidence)).result;
    };
    const results = new Map<string, number>();
    for (let i = 0; i < customerIds.length; i += AT_ONCE) {
      const group = customerIds.slice(i, i + AT_ONCE);
      // why: a tick sees this group alone, so that all of it is raced for
      await scene.database.execute(
        `update access_intents set desired = 'ENABLED' where customer_id = any ($1::uuid[])`,
        [group],
      );
      const ticks = Array.from({ length: 3 }, () => isolation.run({ confirm: true }));
      const [, outcomes] = await Promise.all([Promise.all(ticks), Promise.all(group.map(pay))]);
      for (const result of outcomes) results.set(result, (results.get(result) ?? 0) + 1);
    }
    await isolation.run({ confirm: true });
    const states = await scene.database.query(
      `select desired, count(*)::int as n from access_intents where customer_id = any ($1::uuid[]) group by desired`,
      [customerIds],
    );
    expect([...results]).toEqual([['settled', INTERLEAVINGS]]);
    expect(states).toEqual([{ desired: 'ENABLED', n: INTERLEAVINGS }]);
    const isolated = await scene.database.queryOne<{ n: number }>(
      `select count(*)::int as n from dunning_actions where action = 'ISOLATED'`,
    );
    expect(isolated?.n).toBeGreaterThan(0);
  }, 300_000);
});
