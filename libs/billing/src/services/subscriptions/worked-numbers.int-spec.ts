import { localDate, Money } from '@app/core';
import { type Act, ServiceWorld } from '../../testing/service-world.fixture-spec';
import { PlansService } from '../plans.service';
import { type ActionOutcome } from './action-runner.service';
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

  const confirmed = async (act: Act): Promise<ActionOutcome> => world.confirmed(act);

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

    it.each([
      ['in the middle of a period', '2025-11-16', 0, 'INVOICE_NOW'],
      ['on its first day', '2025-11-01', 0, 'INVOICE_NOW'],
      ['on its first day, with the next one billed ahead', '2025-11-01', 31, 'INVOICE_NOW'],
      ['on its first day, with debits that wait', '2025-11-01', 0, 'PENDING'],
    ] as const)('U08: there and back %s adds up to nothing', async (_, day, leadDays, deltaSettlement) => {
      await world.on('2025-11-01');
      await world.policies({ leadDays });
      const policies = { deltaSettlement };
      const [a, b] = [await paket(150_000n, { policies }), await paket(250_000n, { policies })];
      const { id, customerId } = await world.start(a);
      await world.payAll(customerId);
      await world.on(day);
      const before = (await world.papers(customerId)).length;
      await confirmed((options) => world.get(PlanChanges).change(id, { planId: b, when: 'NOW' }, options));
      await confirmed((options) => world.get(PlanChanges).change(id, { planId: a, when: 'NOW' }, options));
      await world.mustHold();
      await world.midnight('2025-12-31');
      const papers = await world.papers(customerId);
      // 150,000 and their tax for every period, whatever was credited and billed in between
      expect(papers.reduce((sum, one) => sum + (one.kind === 'CREDIT' ? -one.total : one.total), 0n)).toBe(
        leadDays === 0 ? 333_000n : 499_500n,
      );
      expect(papers.length).toBeGreaterThan(before + 1);
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

  it('Q7: a new price is for periods that begin then', async () => {
    await world.on('2025-11-01');
    const planId = await paket(150_000n);
    const { customerId } = await world.start(planId);
    await world.on('2025-11-10');
    await world.get(PlansService).addPrice(planId, Money.of(165_000n, 'IDR'), localDate('2025-11-10'));
    await world.midnight('2025-12-01');
    expect(await world.sums(customerId)).toEqual(['INVOICE 150000+16500', 'INVOICE 165000+18150']);
  });
});
