import { Money, uuidv7 } from '@app/core';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { SettlementService } from '../settlement.service';
import { DunningPolicies } from './dunning-policies.service';
import { Reminders } from './reminders.service';

const TOTAL = 166_500n;

describe('reminders', () => {
  let world: BillingWorld;
  let plan: string;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.database.execute('truncate dunning_policies, billing_policies, clock_faults cascade');
    await world.app.get(BillingPolicies).put(null, 0, {});
    plan = await world.plan(150_000n);
  });
  afterAll(() => world.close());

  const run = (asOf: string) => world.app.get(Reminders).run({ asOf: new Date(asOf) });
  const rows = (customer?: string) =>
    world.database.query<{ days: number; state: string }>(
      `select offset_days as days, state from reminders where $1::uuid is null or customer_id = $1 order by offset_days, channel`,
      [customer ?? null],
    );
  const events = () =>
    world.database.query<{ payload: { reminderId: string; invoiceIds: string[]; offset: number; channel: string } }>(
      `select payload from outbox_events where topic = 'billing.reminder.due.v1' order by id`,
    );
  /** An invoice of 31 October, due on 10 November. */
  const debtor = async (startsOn = '2025-10-31'): Promise<string> => {
    const customer = await world.customer();
    await world.subscribe(customer, plan, startsOn, 31);
    await world.run('2025-10-31T03:05:00Z');
    return customer;
  };
  const settle = (customerId: string, amount: bigint, receivedAt = '2025-11-05T03:00:00Z') =>
    world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId, amount: Money.of(amount, 'IDR'), method: 'CASH' as const },
      receivedAt: new Date(receivedAt),
    });

  it('go out at H-7, H-3, H-1, H, H+3 at nine where the customer lives, each once (I12)', async () => {
    await debtor();
    expect(await run('2025-11-03T01:59:00Z')).toMatchObject({ messages: 0 });
    for (const day of ['03', '07', '09', '10', '13']) {
      expect(await run(`2025-11-${day}T02:00:00Z`)).toMatchObject({ messages: 1, superseded: 0 });
      expect(await run(`2025-11-${day}T02:05:00Z`)).toMatchObject({ messages: 0, superseded: 0 });
    }
    expect(await rows()).toEqual([-7, -3, -1, 0, 3].map((days) => ({ days, state: 'SENT' })));
    expect((await events()).map(({ payload }) => payload.offset)).toEqual([-7, -3, -1, 0, 3]);
  });

  it('are never sent in quiet hours', async () => {
    await world.app.get(BillingPolicies).put(null, 1, { sendHour: 6 });
    await debtor();
    expect(await run('2025-11-03T00:59:00Z')).toMatchObject({ messages: 0 });
    expect(await run('2025-11-02T13:00:00Z')).toMatchObject({ messages: 0 });
    expect(await run('2025-11-03T01:00:00Z')).toMatchObject({ messages: 1 });
    expect(await run('2025-11-07T13:00:00Z')).toMatchObject({ messages: 0 });
    expect(await run('2025-11-07T12:59:00Z')).toMatchObject({ messages: 1 });
  });

  it('F16: after ten days of downtime only the latest is sent, older ones are superseded', async () => {
    await debtor();
    expect(await run('2025-11-13T03:00:00Z')).toMatchObject({ messages: 1, superseded: 4 });
    expect(await rows()).toEqual([
      ...[-7, -3, -1, 0].map((days) => ({ days, state: 'SUPERSEDED' })),
      { days: 3, state: 'SENT' },
    ]);
    expect(await run('2025-11-14T03:00:00Z')).toMatchObject({ messages: 0, superseded: 0 });
  });

  it('F14: nothing is sent twice when the clock steps back, or when ticks run side by side', async () => {
    await debtor();
    const ticks = await Promise.all([1, 2, 3, 4].map(() => run('2025-11-07T03:00:00Z')));
    expect(ticks.reduce((sum, { messages }) => sum + messages, 0)).toBe(1);
    expect(await run('2025-11-07T02:00:00Z')).toMatchObject({ messages: 0 });
    expect(await run('2025-11-03T02:00:00Z')).toMatchObject({ messages: 0 });
    await world.database.execute(
      `insert into clock_faults (id, process_key, jump_ms, seen_at) values ($1, 'p', 31536000000, now())`,
      [uuidv7()],
    );
    expect(await run('2025-11-10T03:00:00Z')).toMatchObject({ messages: 0 });
    expect(await events()).toHaveLength(1);
  });

  it('X04: who paid on the due day hears nothing more; what is left within the tolerance does not count', async () => {
    const [paid, almost] = [await debtor(), await debtor()];
    await settle(paid, TOTAL, '2025-11-10T16:59:59Z');
    await settle(almost, TOTAL - 1_000n);
    expect(await run('2025-11-13T03:00:00Z')).toMatchObject({ messages: 0 });
    expect(await rows()).toEqual([]);
  });

  it('H-7 is left out for an invoice that was issued later', async () => {
    await world.app.get(BillingPolicies).put(null, 1, { dueDays: 5 });
    await debtor();
    expect(await run('2025-10-31T03:00:00Z')).toMatchObject({ messages: 0 });
    expect(await run('2025-11-02T03:00:00Z')).toMatchObject({ messages: 1 });
    expect(await rows()).toEqual([{ days: -3, state: 'SENT' }]);
  });

  it('are one message per customer, channel and day for several invoices', async () => {
    await world.app.get(BillingPolicies).put(null, 1, { reminderChannels: ['WHATSAPP', 'EMAIL'] });
    const customer = await debtor('2025-09-30');
    expect(await world.invoices(customer)).toHaveLength(2);
    expect(await run('2025-11-07T03:00:00Z')).toMatchObject({ messages: 2 });
    const sent = await events();
    expect(sent.map(({ payload }) => [payload.channel, payload.invoiceIds.length]).sort()).toEqual([
      ['EMAIL', 2],
      ['WHATSAPP', 2],
    ]);
    expect(await run('2025-11-07T09:00:00Z')).toMatchObject({ messages: 0 });
  });

  it('asks again right before sending', async () => {
    const customer = await debtor();
    await run('2025-11-07T03:00:00Z');
    const { reminderId, invoiceIds } = (await events())[0]!.payload;
    const reminders = world.app.get(Reminders);
    expect(await reminders.stillDue(reminderId)).toEqual(invoiceIds);
    await settle(customer, TOTAL);
    expect(await reminders.stillDue(reminderId)).toEqual([]);
    const page = await reminders.list({ limit: 10 }, { customerId: customer, state: 'SKIPPED' });
    expect(page.items).toMatchObject([{ reason: 'PAID', offsetDays: -3 }]);
  });

  it('go by the policy of the plan', async () => {
    await debtor();
    const policies = world.app.get(DunningPolicies);
    await policies.add({ siteId: null, planId: plan, name: 'quiet', policy: { reminderOffsets: [-5] } });
    expect(await run('2025-11-04T03:00:00Z')).toMatchObject({ messages: 0 });
    expect(await run('2025-11-05T03:00:00Z')).toMatchObject({ messages: 1 });
    expect(await rows()).toEqual([{ days: -5, state: 'SENT' }]);
    const { reminderId } = (await events())[0]!.payload;
    await world.app.get(BillingPolicies).put(null, 1, { accessTolerance: '200000' });
    expect(await world.app.get(Reminders).stillDue(reminderId)).toEqual([]);
    await world.database.execute(`update reminders set state = 'SENT'`);
    const { id, version } = (await policies.list({ limit: 1 })).items[0]!;
    await policies.update(id, version, { name: 'strict', policy: { accessTolerance: '0' } });
    expect(await world.app.get(Reminders).stillDue(reminderId)).toHaveLength(1);
  });
});
