import { CoreErrors } from '@app/core';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { BillingSettings } from '../documents/account-settings.service';
import { BillingPolicies } from './billing-policies.service';

describe('billing policies', () => {
  let world: BillingWorld;
  let policies: BillingPolicies;

  beforeAll(async () => {
    world = await BillingWorld.create({ BILLING_GRACE_DAYS: '7' });
    policies = world.app.get(BillingPolicies);
  });
  afterAll(() => world.close());

  it('stand on the environment until somebody decides', async () => {
    expect(await policies.of(world.siteId)).toMatchObject({ graceDays: 7, dueDays: 10, proration: 'PRORATE' });
    expect(await policies.view(world.siteId)).toMatchObject({ own: {}, version: 0 });
  });

  it('of a site stand over those of the ISP, and are seen at once', async () => {
    await policies.put(null, 0, { graceDays: 4, dueDays: 14 });
    const { version } = await policies.put(world.siteId, 0, { graceDays: 1 });
    expect(await policies.of(world.siteId)).toMatchObject({ graceDays: 1, dueDays: 14 });
    expect(await policies.of(null)).toMatchObject({ graceDays: 4, dueDays: 14 });
    await policies.put(world.siteId, version, {});
    expect(await policies.of(world.siteId)).toMatchObject({ graceDays: 4 });
  });

  it('refuse an edit of what somebody else has changed meanwhile', async () => {
    const { version } = await policies.view(world.siteId);
    const edits = [1, 2, 3, 4, 5].map((dueDays) => policies.put(world.siteId, version, { dueDays }));
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(CoreErrors.STALE_VERSION.matches(outcome.reason)).toBe(true);
    }
  });

  it('N1: refuse formats by which numbers would come again, and leave the others', async () => {
    await world.subscribe(await world.customer(), await world.plan(100_000n), '2025-11-01');
    await world.run('2025-11-01T00:05:00+07:00');
    const put = async (pattern: string, reset: 'MONTH' | 'YEAR' | 'NEVER', kind = 'invoiceNumbers') => {
      const { version, own } = await policies.view(world.siteId);
      return policies.put(world.siteId, version, { ...own, [kind]: { pattern, reset } });
    };
    const same = 'INV/{site}/{yyyy}/{mm}/{seq:6}';
    await expect(put(same, 'NEVER')).rejects.toMatchObject({ code: 'BILLING_NUMBER_FORMAT_USED' });
    await expect(put('INV{site}{seq}', 'NEVER')).rejects.toMatchObject({ code: 'BILLING_NUMBER_FORMAT' });
    await expect(put(same, 'MONTH', 'creditNoteNumbers')).rejects.toMatchObject({
      code: 'BILLING_NUMBER_SERIES_SHARED',
    });
    await put('INV/{site}/{yyyy}/{mm}/{seq:4}', 'MONTH');
    await put('F/{site}/{yyyy}/{mm}/{seq:6}', 'YEAR');
  });

  it('that issue invoices longer ahead reach services that were billed before', async () => {
    const { leadDays } = await policies.of(world.siteId);
    const customer = await world.customer();
    const id = await world.subscribe(customer, await world.plan(100_000n), '2031-03-10', 10);
    const next = async (): Promise<string | undefined> => {
      const sql = `select (next_bill_at at time zone 'Asia/Jakarta')::date as day from subscriptions where id = $1`;
      return (await world.database.queryOne<{ day: string }>(sql, [id]))?.day;
    };
    expect([leadDays, await next()]).toEqual([0, '2031-03-10']);
    const { version, own } = await policies.view(world.siteId);
    await policies.put(world.siteId, version, { ...own, leadDays: 7 });
    expect(await next()).toBe('2031-03-03');
    await policies.put(world.siteId, version + 1, { ...own, leadDays: 3 });
    expect(await next()).toBe('2031-03-03');
  });

  it('of a single customer that issue invoices longer ahead reach what he pays for, and nobody else', async () => {
    const [customer, other, child] = [await world.customer(), await world.customer(), await world.customer()];
    const plan = await world.plan(100_000n);
    const ids = [
      await world.subscribe(customer, plan, '2031-03-10', 10),
      await world.subscribe(child, plan, '2031-03-10', 10),
      await world.subscribe(other, plan, '2031-03-10', 10),
    ];
    await world.database.execute('update subscriptions set payer_customer_id = $2 where id = $1', [ids[1], customer]);
    const settings = world.app.get(BillingSettings);
    await settings.update(customer, (await settings.of(customer)).version, { policies: { leadDays: 14 } });
    const days = await world.database.query(
      `select (next_bill_at at time zone 'Asia/Jakarta')::date as day from subscriptions
        where id = any ($1::uuid[]) order by array_position($1::uuid[], id)`,
      [ids],
    );
    const [, , theirs] = days as { day: string }[];
    expect(days.slice(0, 2)).toEqual([{ day: '2031-02-24' }, { day: '2031-02-24' }]);
    expect(theirs?.day).not.toBe('2031-02-24');
  });
});
