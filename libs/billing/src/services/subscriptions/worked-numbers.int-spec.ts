import { localDate, Money } from '@app/core';
import { essence, ServiceWorld } from '../../testing/service-world.fixture-spec';
import { PlansService } from '../plans.service';
import { SubscriptionsService } from '../subscriptions.service';
import { type ActionOptions, type ActionOutcome } from './action-runner.service';
import { Activations } from './activations.service';
import { AnchorChanges } from './anchor-changes.service';
import { Cancellations } from './cancellations.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';

/** The worked numbers of billing.md 1.6, through the services and real documents. */
describe('the life of a subscription', () => {
  let world: ServiceWorld;
  let paket: (price: bigint, more?: object) => Promise<string>;

  beforeAll(async () => {
    world = await ServiceWorld.create();
    paket = (price, more = {}) => world.billing.plan(price, more);
  });
  beforeEach(() => world.reset());
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  /** Previews an action and confirms it: what was shown is what happens. */
  const confirmed = async (act: (options: ActionOptions) => Promise<ActionOutcome>): Promise<ActionOutcome> => {
    const preview = await act({ preview: true });
    const done = await act({});
    expect(essence(done)).toEqual(essence(preview));
    expect(done.written?.creditNotes.map((note) => note.totalAmount)).toEqual(
      preview.decision.documents.creditNotes.map((note) => note.total),
    );
    expect(done.written?.invoice?.settled).toEqual(preview.decision.documents.settled);
    return done;
  };

  describe('S: signup', () => {
    it.each([
      ['S01', 150_000n, '2025-11-16', 1, 'INVOICE 75000+8250'],
      ['S02', 199_000n, '2025-02-17', 1, 'INVOICE 85286+9381'],
      ['S03', 350_000n, '2026-01-20', 1, 'INVOICE 135484+14903'],
      ['S06', 150_000n, '2025-11-01', 1, 'INVOICE 150000+16500'],
      ['S07', 150_000n, '2025-11-30', 1, 'INVOICE 5000+550'],
      ['S08', 150_000n, '2025-02-28', 31, 'INVOICE 150000+16500'],
    ])('%s: %d from %s, anchor %d', async (_, price, day, anchorDay, expected) => {
      await world.on(day);
      const { customerId } = await world.start(await paket(price), { anchorDay });
      expect(await world.sums(customerId)).toEqual([expected]);
    });

    it.each([
      ['FULL', ['INVOICE 150000+16500']],
      ['FREE_UNTIL_ANCHOR', []],
    ])('%s keeps the terms of its day', async (proration, first) => {
      await world.on('2025-11-16');
      const { customerId, id } = await world.start(await paket(150_000n, { policies: { proration } }));
      expect(await world.sums(customerId)).toEqual(first);
      await world.midnight('2025-12-01');
      expect((await world.sums(customerId)).at(-1)).toBe('INVOICE 150000+16500');
      const other = await paket(300_000n);
      await world.on('2025-12-16');
      await confirmed((options) => world.get(PlanChanges).change(id, { planId: other, when: 'NOW' }, options));
      expect((await world.sums(customerId)).slice(-2)).toEqual(['CREDIT 77419+8516', 'INVOICE 154839+17032']);
    });

    it('the days that are free stay free on another plan', async () => {
      await world.on('2025-11-16');
      const free = await paket(150_000n, { policies: { proration: 'FREE_UNTIL_ANCHOR' } });
      const { customerId, id } = await world.start(free);
      await world.on('2025-11-20');
      const planId = await paket(300_000n);
      await confirmed((options) => world.get(PlanChanges).change(id, { planId, when: 'NOW' }, options));
      expect(await world.sums(customerId)).toEqual([]);
      await world.midnight('2025-12-01');
      expect(await world.sums(customerId)).toEqual(['INVOICE 300000+33000']);
    });
  });

  describe('U: immediate changes', () => {
    const changed = async (from: bigint, to: bigint, start: string, day: string, paid = true) => {
      await world.on(start);
      const service = await world.start(await paket(from));
      if (paid) await world.payAll(service.customerId);
      await world.on(day);
      const planId = await paket(to);
      const outcome = await confirmed((options) =>
        world.get(PlanChanges).change(service.id, { planId, when: 'NOW' }, options),
      );
      return { ...service, outcome, sums: (await world.sums(service.customerId)).slice(from === 0n ? 0 : 1) };
    };

    it('U01: an upgrade on 16 Nov costs 55,500', async () => {
      const { sums, outcome, customerId } = await changed(150_000n, 250_000n, '2025-11-01', '2025-11-16');
      expect(sums).toEqual(['CREDIT 75000+8250', 'INVOICE 125000+13750']);
      expect(outcome.decision.documents.settled).toMatchObject({ fromCredit: 83_250n, due: 55_500n });
      expect(await world.wallets(customerId)).toEqual({ credit: 0n, deposit: 0n });
    });

    it('U01, unpaid: the credit offsets its invoice and never turns into money (Q3)', async () => {
      const { customerId } = await changed(150_000n, 250_000n, '2025-11-01', '2025-11-16', false);
      const papers = await world.papers(customerId);
      expect(papers.map((paper) => paper.settled)).toEqual([0n, 0n, 0n]);
      expect(await world.wallets(customerId)).toEqual({ credit: 0n, deposit: 0n });
    });

    it('U02: a downgrade gives a credit note of 55,500 more than it costs', async () => {
      const { sums, customerId } = await changed(250_000n, 150_000n, '2025-11-01', '2025-11-16');
      expect(sums).toEqual(['CREDIT 125000+13750', 'INVOICE 75000+8250']);
      expect((await world.wallets(customerId)).credit).toBe(55_500n);
    });

    it('U03: on the last day', async () => {
      const { sums } = await changed(150_000n, 250_000n, '2025-11-01', '2025-11-30');
      expect(sums).toEqual(['CREDIT 5000+550', 'INVOICE 8333+917']);
    });

    it('U04: on the first day', async () => {
      const { sums } = await changed(150_000n, 250_000n, '2025-11-01', '2025-11-01');
      expect(sums).toEqual(['CREDIT 150000+16500', 'INVOICE 250000+27500']);
    });

    it('U06: from a plan that costs nothing', async () => {
      const { sums } = await changed(0n, 150_000n, '2025-11-01', '2025-11-21');
      expect(sums).toEqual(['INVOICE 50000+5500']);
    });

    it('U08: there and back on one day adds up to nothing', async () => {
      await world.on('2025-11-01');
      const [a, b] = [await paket(150_000n), await paket(250_000n)];
      const { id, customerId } = await world.start(a);
      await world.payAll(customerId);
      await world.on('2025-11-16');
      await confirmed((options) => world.get(PlanChanges).change(id, { planId: b, when: 'NOW' }, options));
      await confirmed((options) => world.get(PlanChanges).change(id, { planId: a, when: 'NOW' }, options));
      const papers = (await world.papers(customerId)).slice(1);
      expect(papers.reduce((sum, one) => sum + (one.kind === 'CREDIT' ? -one.total : one.total), 0n)).toBe(0n);
      expect(papers).toHaveLength(4);
    });

    it('another interval begins a new count of periods on its day', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(150_000n));
      await world.payAll(customerId);
      await world.on('2025-11-16');
      const planId = await paket(70_000n, { interval: { unit: 'WEEK', count: 1 } });
      await confirmed((options) => world.get(PlanChanges).change(id, { planId, when: 'NOW' }, options));
      expect((await world.sums(customerId)).slice(1)).toEqual(['CREDIT 75000+8250', 'INVOICE 70000+7700']);
      await world.midnight('2025-11-23');
      expect((await world.sums(customerId)).slice(3)).toEqual(['INVOICE 70000+7700']);
    });

    it('V01: changes cut a period without losing a rupiah', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(100_000n, { taxCode: 'NONE' }));
      await world.payAll(customerId);
      const free = await paket(0n, { taxCode: 'NONE' });
      await world.on('2025-11-11');
      await confirmed((options) => world.get(Pauses).pause(id, {}, options));
      await world.on('2025-11-21');
      await confirmed((options) => world.get(Pauses).resume(id, options));
      await confirmed((options) => world.get(PlanChanges).change(id, { planId: free, when: 'NOW' }, options));
      expect((await world.sums(customerId)).slice(1)).toEqual(['CREDIT 33334+0', 'CREDIT 33333+0']);
    });
  });

  describe('Q4: later changes', () => {
    it('a downgrade waits for the end of the period, and the run bills the new plan from then on', async () => {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(250_000n));
      await world.on('2025-11-16');
      const planId = await paket(150_000n);
      const { decision } = await confirmed((options) => world.get(PlanChanges).change(id, { planId }, options));
      expect(decision).toMatchObject({ event: 'CHANGE_PLANNED', effectiveOn: '2025-12-01' });
      await expect(world.get(PlanChanges).change(id, { planId })).rejects.toMatchObject({
        code: 'BILLING_CHANGE_PLANNED',
      });
      await world.midnight('2025-12-01');
      expect(await world.sums(customerId)).toEqual(['INVOICE 250000+27500', 'INVOICE 150000+16500']);
      expect(await world.subscription(id)).toMatchObject({ planId, planSince: '2025-12-01' });
    });

    it('invoices ahead of the period are on the new plan already, and the change costs nothing more', async () => {
      await world.billing.database.execute(
        `insert into billing_policies (id, site_id, policies) values (gen_random_uuid(), null, '{"leadDays": 7}')`,
      );
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await paket(250_000n));
      await world.on('2025-11-16');
      const planId = await paket(150_000n);
      await confirmed((options) => world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' }, options));
      await world.midnight('2025-11-24');
      await world.midnight('2025-12-01');
      expect(await world.sums(customerId)).toEqual(['INVOICE 250000+27500', 'INVOICE 150000+16500']);
      expect((await world.subscription(id)).planId).toBe(planId);
    });

    it('in arrears the old plan is billed to the end before the new one begins', async () => {
      await world.on('2025-11-01');
      const arrears = { billingType: 'RECURRING_ARREARS' };
      const { id, customerId } = await world.start(await paket(250_000n, arrears));
      await world.on('2025-11-16');
      const planId = await paket(150_000n, arrears);
      await confirmed((options) => world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' }, options));
      await world.midnight('2025-12-01');
      expect(await world.sums(customerId)).toEqual(['INVOICE 250000+27500']);
      expect((await world.subscription(id)).planId).toBe(planId);
      await world.midnight('2026-01-01');
      expect((await world.sums(customerId)).at(-1)).toBe('INVOICE 150000+16500');
    });
  });

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

  it('Q7: a new price is for periods that begin then', async () => {
    await world.on('2025-11-01');
    const planId = await paket(150_000n);
    const { customerId } = await world.start(planId);
    await world.on('2025-11-10');
    await world.get(PlansService).addPrice(planId, Money.of(165_000n, 'IDR'), localDate('2025-11-10'));
    await world.midnight('2025-12-01');
    expect(await world.sums(customerId)).toEqual(['INVOICE 150000+16500', 'INVOICE 165000+18150']);
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
