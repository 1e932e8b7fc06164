import { uuidv7 } from '@app/core';
import { Alerts } from '@app/platform';
import { ServiceWorld } from '../../testing/service-world.fixture-spec';
import { PlansService } from '../plans.service';
import { Cancellations } from './cancellations.service';
import { DueChanges } from './due-changes.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';
import { ScheduledChanges } from './scheduled-changes.service';

describe('planned changes', () => {
  let world: ServiceWorld;

  beforeAll(async () => {
    world = await ServiceWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.billing.database.execute('delete from alerts');
    await world.on('2025-11-01');
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const now = () => new Date('2099-01-01T00:00:00Z');
  const states = async (id: string) =>
    (await world.get(ScheduledChanges).list(id)).map((one) => [one.action, one.state]);

  it('happen on their local day, once, whoever looks and however often', async () => {
    const { id, customerId } = await world.start(await world.billing.plan(250_000n));
    const planId = await world.billing.plan(150_000n);
    await world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' });
    await world.on('2025-11-30', '23:59:00');
    expect(await world.get(DueChanges).runDue(now())).toEqual({ done: 0, failed: 0 });
    await world.on('2025-12-01', '00:01:00');
    const looks = await Promise.all([1, 2, 3].map(() => world.get(DueChanges).runDue(now())));
    expect(looks.reduce((sum, look) => sum + look.done, 0)).toBe(1);
    expect(await world.get(DueChanges).runDue(now())).toEqual({ done: 0, failed: 0 });
    await world.tick();
    expect(await world.sums(customerId)).toEqual(['INVOICE 250000+27500', 'INVOICE 150000+16500']);
  });

  it('wait until what came before them is billed, also after months of standstill', async () => {
    const { id, customerId } = await world.start(await world.billing.plan(250_000n));
    const planId = await world.billing.plan(150_000n);
    await world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' });
    await world.midnight('2026-02-03');
    expect(await world.sums(customerId)).toEqual([
      'INVOICE 250000+27500',
      ...['INVOICE 150000+16500', 'INVOICE 150000+16500', 'INVOICE 150000+16500'],
    ]);
    expect(await states(id)).toEqual([['CHANGE_PLAN', 'DONE']]);
  });

  it('that fail are recorded, raise an alert, and stop nobody else', async () => {
    const [plan, gone] = [await world.billing.plan(250_000n), await world.billing.plan(150_000n)];
    const [one, two] = [await world.start(plan), await world.start(plan)];
    await world.get(PlanChanges).change(one.id, { planId: gone, when: 'PERIOD_END' });
    await world.get(Cancellations).cancel(two.id);
    await world.billing.database.execute(
      `update scheduled_changes set payload = jsonb_build_object('planId', $2::text) where subscription_id = $1`,
      [one.id, uuidv7()],
    );
    await world.on('2025-12-01', '00:01:00');
    expect(await world.get(DueChanges).runDue(now())).toEqual({ done: 1, failed: 1 });
    const [change] = await world.get(ScheduledChanges).list(one.id);
    expect(change).toMatchObject({ state: 'FAILED', reason: 'CORE_NOT_FOUND' });
    expect((await world.subscription(two.id)).status).toBe('ENDED');
    const alerts = await world.get(Alerts).list({ state: 'OPEN' }, { limit: 10 });
    expect(alerts.items).toMatchObject([{ key: `billing.scheduled-change:${one.id}`, subjectId: one.id }]);
    await world.tick();
  });

  it('can be withdrawn, but not the end of a trial', async () => {
    const plan = await world.billing.plan(250_000n);
    const { id } = await world.start(plan);
    await world.get(Cancellations).cancel(id);
    const [planned] = await world.get(ScheduledChanges).list(id);
    const preview = await world.get(ScheduledChanges).cancel(id, planned!.id, { preview: true });
    expect(preview.decision.drops).toEqual([planned!.id]);
    await world.get(ScheduledChanges).cancel(id, planned!.id);
    await world.midnight('2025-12-01');
    expect(await world.subscription(id)).toMatchObject({ status: 'ACTIVE', nextPeriodStart: '2026-01-01' });
    await expect(world.get(ScheduledChanges).cancel(id, planned!.id)).rejects.toMatchObject({
      code: 'BILLING_CHANGE_NOT_PLANNED',
    });
    const trial = await world.start(await world.billing.plan(100_000n, { trialDays: 7 }));
    const [end] = await world.get(ScheduledChanges).list(trial.id);
    await expect(world.get(ScheduledChanges).cancel(trial.id, end!.id)).rejects.toMatchObject({
      code: 'BILLING_CHANGE_NOT_DROPPABLE',
    });
  });

  it('are dropped with the end of the service, and a change at once takes the place of a planned one', async () => {
    const { id } = await world.start(await world.billing.plan(250_000n));
    const [later, sooner] = [await world.billing.plan(150_000n), await world.billing.plan(300_000n)];
    await world.get(PlanChanges).change(id, { planId: later, when: 'PERIOD_END' });
    await world.get(PlanChanges).change(id, { planId: sooner });
    await world.get(Pauses).pause(id, { until: undefined });
    await world.get(Cancellations).cancel(id);
    expect(await states(id)).toEqual([['CHANGE_PLAN', 'CANCELLED']]);
  });

  it('a pause for later days begins and ends by itself; resuming earlier drops its planned end', async () => {
    const { id, customerId } = await world.start(await world.billing.plan(150_000n));
    await world.payAll(customerId);
    const days = { from: '2025-11-11', until: '2025-11-21' } as never;
    await world.get(Pauses).pause(id, days);
    await world.midnight('2025-11-11');
    expect((await world.subscription(id)).status).toBe('PAUSED');
    await world.on('2025-11-16');
    await world.get(Pauses).resume(id);
    await world.midnight('2025-11-21');
    expect((await world.sums(customerId)).slice(1)).toEqual(['CREDIT 25000+2750']);
    expect(await states(id)).toEqual([
      ['RESUME', 'CANCELLED'],
      ['PAUSE', 'DONE'],
    ]);
  });

  it('a price that is gone by then fails the change instead of billing nothing', async () => {
    const { id } = await world.start(await world.billing.plan(250_000n));
    const planId = await world.billing.plan(150_000n);
    await world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' });
    const { version } = await world.get(PlansService).get(planId);
    await world.get(PlansService).update(planId, version, { status: 'RETIRED' });
    await world.midnight('2025-12-01');
    expect((await world.subscription(id)).planId).toBe(planId); // why: who ordered a plan gets it
  });

  describe('whose days the run has billed ahead', () => {
    /** A service at 250,000 whose cheaper plan of December was billed on 24 November. */
    const ahead = async () => {
      await world.policies({ leadDays: 7 });
      const { id, customerId } = await world.start(await world.billing.plan(250_000n));
      const planId = await world.billing.plan(150_000n);
      await world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' });
      await world.midnight('2025-11-24');
      const papers = async () => (await world.sums(customerId)).slice(1);
      expect(await papers()).toEqual(['INVOICE 150000+16500']);
      return { id, planId, papers };
    };

    it('and that nobody carries out for more than a period are not billed again', async () => {
      const { papers } = await ahead();
      await world.midnight('2026-01-02');
      expect(await papers()).toEqual(['INVOICE 150000+16500', 'INVOICE 150000+16500']);
    });

    it('come earlier after all: only the days before are changed', async () => {
      const { id, planId, papers } = await ahead();
      await world.on('2025-11-25');
      await world.confirmed((options) => world.get(PlanChanges).change(id, { planId, when: 'NOW' }, options));
      expect((await papers()).slice(1)).toEqual(['CREDIT 50000+5500', 'INVOICE 30000+3300']);
      expect(await states(id)).toEqual([['CHANGE_PLAN', 'CANCELLED']]);
    });

    it('are withdrawn: the days are billed at the own plan', async () => {
      const { id, papers } = await ahead();
      const [change] = await world.get(ScheduledChanges).list(id);
      await world.confirmed((options) => world.get(ScheduledChanges).cancel(id, change!.id, options));
      expect((await papers()).slice(1)).toEqual(['CREDIT 150000+16500', 'INVOICE 250000+27500']);
      await world.midnight('2025-12-25');
      expect((await papers()).slice(3)).toEqual(['INVOICE 250000+27500']);
    });

    it('move with a pause that extends what is paid', async () => {
      const { id, papers } = await ahead();
      await world.on('2025-11-26');
      await world.get(Pauses).pause(id, { policy: 'EXTEND' });
      await world.on('2025-12-01');
      await world.get(Pauses).resume(id);
      await world.midnight('2025-12-01');
      // why: 1 to 5 December stood paid at the old plan, which ended with November
      expect((await papers()).slice(1)).toEqual(['CREDIT 41667+4583', 'INVOICE 24194+2661']);
    });
  });
});
