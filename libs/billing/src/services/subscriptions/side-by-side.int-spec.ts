import { ServiceWorld } from '../../testing/service-world.fixture-spec';
import { InvoiceCorrections } from '../documents/invoice-corrections.service';
import { Activations } from './activations.service';
import { Cancellations } from './cancellations.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';
import { SubscriptionsService } from '../subscriptions.service';

describe('changes at the same moment', () => {
  let world: ServiceWorld;

  beforeAll(async () => {
    world = await ServiceWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.on('2025-11-01');
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const settled = async (work: readonly Promise<unknown>[]): Promise<string[]> =>
    (await Promise.allSettled(work)).map((one) =>
      one.status === 'fulfilled' ? 'done' : ((one.reason as { code?: string }).code ?? String(one.reason)),
    );

  it('a payment and a change: whoever is second sees the first', async () => {
    for (let round = 0; round < 5; round++) {
      await world.on('2025-11-01');
      const { id, customerId } = await world.start(await world.billing.plan(150_000n), { tick: false });
      await world.tick();
      await world.on('2025-11-16');
      const planId = await world.billing.plan(250_000n);
      const work = [world.pay(customerId, 166_500n), world.get(PlanChanges).change(id, { planId })];
      expect(await settled(round % 2 === 0 ? work : work.reverse())).toEqual(['done', 'done']);
      const open = (await world.papers(customerId)).reduce(
        (sum, one) => sum + (one.kind === 'CREDIT' ? -one.total : one.total),
        0n,
      );
      const { credit, deposit } = await world.wallets(customerId);
      const owed = await world.billing.database.queryOne<{ due: bigint }>(
        `select coalesce(sum(total_amount - paid_amount - credited_amount), 0)::bigint as due from invoices where customer_id = $1`,
        [customerId],
      );
      expect(owed!.due - credit - deposit).toBe(open - 166_500n);
      await world.mustHold();
      await world.reset();
    }
  });

  it('two changes of one version: one of them is refused', async () => {
    const { id } = await world.start(await world.billing.plan(150_000n));
    const [a, b] = [await world.billing.plan(250_000n), await world.billing.plan(300_000n)];
    const { version } = await world.subscription(id);
    const changes = world.get(PlanChanges);
    const outcomes = await settled([
      changes.change(id, { planId: a }, { version }),
      changes.change(id, { planId: b }, { version }),
    ]);
    expect(outcomes.sort()).toEqual(['CORE_STALE_VERSION', 'done']);
  });

  it('the same change twice without a version: the second finds nothing to change', async () => {
    const { id, customerId } = await world.start(await world.billing.plan(150_000n));
    const planId = await world.billing.plan(250_000n);
    const changes = world.get(PlanChanges);
    const outcomes = await settled([changes.change(id, { planId }), changes.change(id, { planId })]);
    expect(outcomes.sort()).toEqual(['BILLING_PLAN_UNCHANGED', 'done']);
    expect(await world.papers(customerId)).toHaveLength(3);
  });

  it('two activations, two pauses, two cancels: one each', async () => {
    const planId = await world.billing.plan(150_000n);
    const customerId = await world.billing.customer();
    const { id } = await world.get(SubscriptionsService).create({ customerId, planId, anchorDay: 1 });
    const twice = async (act: () => Promise<unknown>) => (await settled([act(), act()])).sort();
    const once = ['BILLING_SUBSCRIPTION_STATE', 'done'];
    expect(await twice(() => world.get(Activations).activate(id))).toEqual(once);
    await world.tick();
    expect(await twice(() => world.get(Pauses).pause(id))).toEqual(once);
    await world.on('2025-11-11');
    expect(await twice(() => world.get(Pauses).resume(id))).toEqual(once);
    expect(await twice(() => world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'CREDIT' }))).toEqual(once);
    expect(await world.sums(customerId)).toEqual(['INVOICE 150000+16500', 'CREDIT 50000+5500', 'CREDIT 95000+10450']);
  });

  it('the run and a change', async () => {
    const plan = await world.billing.plan(150_000n);
    const services = [await world.start(plan), await world.start(plan), await world.start(plan)];
    const planId = await world.billing.plan(250_000n);
    await world.on('2025-12-01', '00:05:00');
    const changes = services.map(({ id }) => world.get(PlanChanges).change(id, { planId, when: 'NOW' }));
    await Promise.all([world.tick(), ...changes]);
    await world.tick();
    for (const { id, customerId } of services) {
      expect((await world.subscription(id)).nextPeriodStart).toBe('2026-01-01');
      const papers = await world.papers(customerId);
      const net = papers.reduce((sum, one) => sum + (one.kind === 'CREDIT' ? -one.net : one.net), 0n);
      expect(net).toBe(400_000n);
    }
  });

  describe('with debits that wait for the next invoice (Q3 PENDING)', () => {
    const start = async (): Promise<{ id: string; customerId: string }> => {
      const service = await world.start(
        await world.billing.plan(150_000n, { policies: { deltaSettlement: 'PENDING' } }),
      );
      await world.payAll(service.customerId);
      return service;
    };
    const dear = () => world.billing.plan(250_000n, { policies: { deltaSettlement: 'PENDING' } });

    it('the debit rides on the next invoice with its days', async () => {
      const { id, customerId } = await start();
      await world.on('2025-11-16');
      const planId = await dear();
      await world.confirmed((options) => world.get(PlanChanges).change(id, { planId }, options));
      await world.mustHold();
      await world.midnight('2025-12-01');
      expect(await world.sums(customerId)).toEqual([
        'INVOICE 150000+16500',
        'CREDIT 75000+8250',
        'INVOICE 375000+41250',
      ]);
      await world.mustHold();
      await world.on('2025-12-17');
      await world.confirmed((options) =>
        world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'CREDIT' }, options),
      );
    });

    it('a later change cuts what waits: nothing is credited that was never invoiced', async () => {
      const { id, customerId } = await start();
      await world.on('2025-11-16');
      await world.get(PlanChanges).change(id, { planId: await dear() });
      await world.on('2025-11-22');
      await world.confirmed((options) =>
        world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'CREDIT' }, options),
      );
      await world.mustHold();
      expect(await world.sums(customerId)).toEqual(['INVOICE 150000+16500', 'CREDIT 75000+8250']);
      const waiting = await world.billing.database.query(
        `select gross_amount as gross, period_end as "end" from charges where state = 'PENDING'`,
      );
      expect(waiting).toEqual([{ gross: 58_333n, end: '2025-11-23' }]);
    });

    it('a pause that moves the end of what was billed ahead moves what waits', async () => {
      await world.policies({ leadDays: 14, deltaSettlement: 'PENDING' });
      const { id, customerId } = await world.start(await world.billing.plan(150_000n));
      const planId = await world.billing.plan(300_000n);
      await world.get(PlanChanges).change(id, { planId, when: 'PERIOD_END' });
      await world.midnight('2025-11-18');
      await world.payAll(customerId);
      await world.on('2025-11-20');
      await world.get(PlanChanges).change(id, { planId, when: 'NOW' });
      await world.on('2025-11-22');
      await world.get(Pauses).pause(id, { policy: 'EXTEND' });
      await world.on('2025-11-27');
      await world.confirmed((options) => world.get(Pauses).resume(id, options));
      const waiting = await world.billing.database.query(
        `select period_start as "from", period_end as "to", gross_amount as gross from charges where state = 'PENDING'
          order by 1`,
      );
      expect(waiting).toEqual([
        { from: '2025-11-20', to: '2025-11-22', gross: 20_000n },
        { from: '2025-11-27', to: '2025-12-06', gross: 90_000n },
      ]);
      expect((await world.subscription(id)).nextPeriodStart).toBe('2026-01-06');
      await world.mustHold();
      await world.midnight('2026-01-06');
    });
  });

  it('a void invoice frees its days, and a change after it credits nothing of it', async () => {
    const { id, customerId } = await world.start(await world.billing.plan(150_000n));
    const [invoice] = await world.billing.invoices(customerId);
    await world.get(InvoiceCorrections).void(invoice!.id, 'salah');
    await world.mustHold();
    await world.on('2025-11-16');
    await world.get(PlanChanges).change(id, { planId: await world.billing.plan(250_000n) });
    expect(await world.sums(customerId)).toEqual(['INVOICE 125000+13750']);
  });
});
