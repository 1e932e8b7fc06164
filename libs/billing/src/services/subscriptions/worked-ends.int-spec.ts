import { localDate } from '@app/core';
import { type Act, ServiceWorld } from '../../testing/service-world.fixture-spec';
import { SubscriptionsService } from '../subscriptions.service';
import { type ActionOutcome } from './action-runner.service';
import { Activations } from './activations.service';
import { AnchorChanges } from './anchor-changes.service';
import { Cancellations } from './cancellations.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';

/** The worked numbers of billing.md 1.6, through the services and real documents. */
describe('pauses, trials, anchors and the end of a subscription', () => {
  let world: ServiceWorld;
  let paket: (price: bigint, more?: object) => Promise<string>;

  beforeAll(async () => {
    world = await ServiceWorld.create();
    paket = (price, more = {}) => world.billing.plan(price, more);
  });
  beforeEach(() => world.reset());
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const confirmed = async (act: Act): Promise<ActionOutcome> => world.confirmed(act);

  describe('C: the end', () => {
    it.each([
      ['CREDIT', ['CREDIT 50000+5500'], { credit: 55_500n, deposit: 0n }],
      ['REFUND', ['CREDIT 50000+5500'], { credit: 0n, deposit: 55_500n }],
      ['NONE', [], { credit: 0n, deposit: 0n }],
    ] as const)('C01: at once on 20 Nov, %s', async (policy, documents, wallets) => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.payAll(customerId);
      await world.on('2025-11-20');
      await confirmed((options) => world.get(Cancellations).cancel(id, { when: 'NOW', policy }, options));
      expect((await world.sums(customerId)).slice(1)).toEqual(documents);
      expect(await world.wallets(customerId)).toEqual(wallets);
      expect(await world.subscription(id)).toMatchObject({ status: 'ENDED', endsOn: '2025-11-20' });
    });

    it.each([
      ['CREDIT', 15_000n],
      ['REFUND', 10_000n],
    ] as const)(
      "his reseller's commission goes with the money that goes back, not with credit: %s",
      async (policy, left) => {
        const { database } = world.billing;
        await world.on('2025-11-01');
        const customerId = await world.billing.customer();
        await database.execute(
          `with r as (insert into resellers (id, site_id, name) values (gen_random_uuid(), $1, $3) returning id),
              c as (insert into commission_rates (reseller_id, valid_from, rate_bp) select id, '2025-01-01', 1000 from r)
         update customers set reseller_id = (select id from r) where id = $2`,
          [world.billing.siteId, customerId, `Agen ${policy}`],
        );
        const { id } = await world.start(await paket(150_000n), { customerId });
        await world.payAll(customerId);
        await world.on('2025-11-20');
        await confirmed((options) => world.get(Cancellations).cancel(id, { when: 'NOW', policy }, options));
        const sum = `select sum(amount)::bigint as amount, sum(paid_amount)::bigint as paid from commission_accruals`;
        const paid = policy === 'REFUND' ? 111_000n : 166_500n;
        expect(await database.queryOne(sum)).toEqual({ amount: left, paid });
      },
    );

    it('by default at the end of the period: nothing is billed past it', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.on('2025-11-20');
      const { decision } = await confirmed((options) => world.get(Cancellations).cancel(id, {}, options));
      expect(decision.effectiveOn).toBe('2025-12-01');
      await world.midnight('2025-12-01');
      expect(await world.subscription(id)).toMatchObject({ status: 'ENDED', endsOn: '2025-11-30' });
      expect(await world.sums(customerId)).toEqual(['INVOICE 150000+16500']);
      expect(await world.get(SubscriptionsService).accessOf(id)).toMatchObject({
        desired: 'DISABLED',
        reasons: ['ENDED'],
      });
    });

    it('in arrears the last days are billed', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n, { billingType: 'RECURRING_ARREARS' }));
      await world.on('2025-11-20');
      await confirmed((options) => world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'CREDIT' }, options));
      expect(await world.sums(customerId)).toEqual(['INVOICE 100000+11000']);
    });
  });

  describe('P: pauses', () => {
    it('P01: over a boundary', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.payAll(customerId);
      await world.on('2025-11-21');
      await confirmed((options) => world.get(Pauses).pause(id, {}, options));
      expect(await world.get(SubscriptionsService).accessOf(id)).toMatchObject({
        desired: 'DISABLED',
        reasons: ['PAUSED'],
      });
      await world.midnight('2025-12-01');
      await world.on('2025-12-11');
      await confirmed((options) => world.get(Pauses).resume(id, options));
      await world.tick();
      expect(await world.sums(customerId)).toEqual([
        'INVOICE 150000+16500',
        'CREDIT 50000+5500',
        'INVOICE 101613+11177',
      ]);
      expect(await world.get(SubscriptionsService).accessOf(id)).toMatchObject({ desired: 'ENABLED' });
    });

    it('with a planned end, over several boundaries: one credit', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.on('2025-11-21');
      const until = localDate('2026-02-11');
      await confirmed((options) => world.get(Pauses).pause(id, { until }, options));
      for (const day of ['2025-12-01', '2026-01-01', '2026-02-01', '2026-02-11']) await world.midnight(day);
      expect(await world.subscription(id)).toMatchObject({ status: 'ACTIVE', nextPeriodStart: '2026-03-01' });
      expect((await world.sums(customerId)).slice(1)).toEqual(['CREDIT 50000+5500', 'INVOICE 96429+10607']);
    });

    it('EXTEND: the paid days follow the pause, and a cancel later credits what is left of them', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.payAll(customerId);
      await world.on('2025-11-21');
      await confirmed((options) => world.get(Pauses).pause(id, { policy: 'EXTEND' }, options));
      await world.on('2025-11-26');
      await confirmed((options) => world.get(Pauses).resume(id, options));
      expect((await world.subscription(id)).nextPeriodStart).toBe('2025-12-06');
      await world.mustHold();
      await world.on('2025-12-02');
      await confirmed((options) => world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'CREDIT' }, options));
      expect((await world.sums(customerId)).slice(1)).toEqual(['CREDIT 15000+1650']);
    });

    it('EXTEND again and again: what was billed ahead begins when all of it was made up for', async () => {
      await world.policies({ leadDays: 14 });
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.midnight('2025-11-17');
      for (const [from, to] of [
        ['2025-11-20', '2025-11-30'],
        ['2025-12-05', '2025-12-12'],
        ['2025-12-15', '2025-12-20'],
      ] as const) {
        await world.on(from);
        await world.get(Pauses).pause(id, { policy: 'EXTEND' });
        await world.on(to);
        await world.get(Pauses).resume(id);
        await world.mustHold();
      }
      await world.payAll(customerId);
      await world.on('2025-12-19', '23:00:00');
      await confirmed((options) => world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'CREDIT' }, options));
      const credited = await world.billing.database.query(
        'select period_start as first, period_end as last, net_amount as net from credit_note_lines order by period_start',
      );
      expect(credited).toEqual([
        { first: '2025-12-20', last: '2025-12-23', net: 15_000n },
        { first: '2025-12-23', last: '2026-01-23', net: 150_000n },
      ]);
    });

    it('P03: a prepaid expiry moves by the paused days and keeps its time', async () => {
      await world.on('2025-11-05');
      const { id } = await world.start(await paket(150_000n, { billingType: 'PREPAID_PERIOD' }), { tick: false });
      await world.billing.database.execute(
        `update subscriptions set expires_at = '2025-12-05T23:59:59+07', next_period_start = '2025-12-06' where id = $1`,
        [id],
      );
      await world.on('2025-11-21');
      await confirmed((options) => world.get(Pauses).pause(id, {}, options));
      await world.on('2025-12-01');
      await confirmed((options) => world.get(Pauses).resume(id, options));
      expect((await world.subscription(id)).expiresAt).toEqual(new Date('2025-12-15T23:59:59+07:00'));
    });

    it('in arrears the days before it are billed with the resumption', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n, { billingType: 'RECURRING_ARREARS' }));
      await world.on('2025-11-11');
      await confirmed((options) => world.get(Pauses).pause(id, {}, options));
      await world.on('2025-11-21');
      await confirmed((options) => world.get(Pauses).resume(id, options));
      expect(await world.sums(customerId)).toEqual(['INVOICE 50000+5500']);
      await world.midnight('2025-12-01');
      expect(await world.sums(customerId)).toEqual(['INVOICE 50000+5500', 'INVOICE 50000+5500']);
    });

    it('a plan that was to begin during the pause begins with the resumption', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(250_000n));
      const planId = await paket(150_000n);
      await world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' });
      await world.on('2025-11-21');
      await world.get(Pauses).pause(id);
      await world.midnight('2025-12-01');
      expect((await world.subscription(id)).planId).not.toBe(planId);
      await world.on('2025-12-11');
      await world.get(Pauses).resume(id);
      await world.tick();
      expect(await world.subscription(id)).toMatchObject({ planId, nextPeriodStart: '2026-01-01' });
      expect((await world.sums(customerId)).at(-1)).toBe('INVOICE 101613+11177');
    });

    it('paused services end with the first day of their pause', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.payAll(customerId);
      await world.on('2025-11-21');
      await world.get(Pauses).pause(id);
      await world.on('2025-12-15');
      await confirmed((options) => world.get(Cancellations).cancel(id, { policy: 'CREDIT' }, options));
      expect((await world.sums(customerId)).slice(1)).toEqual(['CREDIT 50000+5500']);
    });
  });

  describe('R: trials', () => {
    it('R01: seven days from 10 Nov, then a stub', async () => {
      await world.on('2025-11-10');
      const planId = await paket(150_000n, { trialDays: 7 });
      const customerId = await world.billing.customer();
      const { id } = await world.get(SubscriptionsService).create({ customerId, planId, anchorDay: 1 });
      const done = await confirmed((options) => world.get(Activations).activate(id, {}, options));
      expect(done.subscription).toMatchObject({
        status: 'TRIAL',
        nextPeriodStart: '2025-11-17',
        trialEndsOn: '2025-11-17',
      });
      expect(await world.get(SubscriptionsService).accessOf(id)).toMatchObject({ desired: 'ENABLED' });
      await world.midnight('2025-11-16');
      expect(await world.sums(customerId)).toEqual([]);
      await world.midnight('2025-11-17');
      expect(await world.subscription(id)).toMatchObject({ status: 'ACTIVE', nextPeriodStart: '2025-12-01' });
      expect(await world.sums(customerId)).toEqual(['INVOICE 70000+7700']);
    });

    it('ends on a boundary: no stub; an anniversary is the end of the trial', async () => {
      await world.on('2025-11-24');
      const planId = await paket(150_000n, { trialDays: 7 });
      const create = world.get(SubscriptionsService);
      const [one, two] = [await world.billing.customer(), await world.billing.customer()];
      const fixed = await create.create({ customerId: one, planId, anchorDay: 1 });
      const yearly = await create.create({ customerId: two, planId, anchorKind: 'ANNIVERSARY' });
      for (const { id } of [fixed, yearly]) await world.get(Activations).activate(id);
      expect((await world.subscription(yearly.id)).anchorDay).toBe(1);
      await world.midnight('2025-12-01');
      expect([await world.sums(one), await world.sums(two)]).toEqual([
        ['INVOICE 150000+16500'],
        ['INVOICE 150000+16500'],
      ]);
    });

    it('may be left out, and cancelled for nothing', async () => {
      await world.on('2025-11-16');
      const planId = await paket(150_000n, { trialDays: 7 });
      const customerId = await world.billing.customer();
      const service = world.get(SubscriptionsService);
      const [a, b] = [await service.create({ customerId, planId }), await service.create({ customerId, planId })];
      await world.get(Activations).activate(a.id, { trial: false });
      await world.get(Activations).activate(b.id);
      await confirmed((options) => world.get(Cancellations).cancel(b.id, { when: 'NOW' }, options));
      for (const day of ['2025-11-17', '2025-11-23']) await world.midnight(day);
      expect(await world.sums(customerId)).toEqual(['INVOICE 75000+8250']);
      expect((await world.subscription(b.id)).status).toBe('ENDED');
    });
  });

  describe('P5: another anchor', () => {
    it('M01: one stub, priced against the old period', async () => {
      await world.on('2025-11-20');
      const { id, customerId } = await world.start(await paket(150_000n), { anchorDay: 20 });
      const { decision } = await confirmed((options) => world.get(AnchorChanges).change(id, 1, options));
      expect(decision).toMatchObject({ event: 'CHANGE_PLANNED', effectiveOn: '2025-12-20' });
      await world.midnight('2025-12-20');
      await world.midnight('2026-01-01');
      expect((await world.sums(customerId)).slice(1)).toEqual(['INVOICE 58065+6387', 'INVOICE 150000+16500']);
      expect(await world.subscription(id)).toMatchObject({ anchorDay: 1, nextPeriodStart: '2026-02-01' });
    });

    it('in arrears the stub is billed at its end', async () => {
      await world.on('2025-11-20');
      const { id, customerId } = await world.start(await paket(150_000n, { billingType: 'RECURRING_ARREARS' }), {
        anchorDay: 20,
      });
      await world.get(AnchorChanges).change(id, 1);
      for (const day of ['2025-12-20', '2026-01-01', '2026-02-01']) await world.midnight(day);
      expect(await world.sums(customerId)).toEqual([
        'INVOICE 150000+16500',
        'INVOICE 58065+6387',
        'INVOICE 150000+16500',
      ]);
    });
  });
});
