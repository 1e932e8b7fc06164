import { type JobHandler } from '@app/platform';
import { BillingDunningJob } from '../../jobs/billing-dunning.job';
import { DunningRemindersJob } from '../../jobs/dunning-reminders.job';
import { DunningUpkeepJob } from '../../jobs/dunning-upkeep.job';
import { ScheduledChangesJob } from '../../jobs/scheduled-changes.job';
import { IsolateOverdueService } from '../isolate-overdue.service';
import { AccessOverrides } from '../dunning/access-overrides.service';
import { LateFeeRun } from '../dunning/late-fee-run.service';
import { Promises } from '../dunning/promises.service';
import { Reminders } from '../dunning/reminders.service';
import { AutomaticWriteOffs } from '../dunning/write-offs.service';
import { DueChanges } from '../subscriptions/due-changes.service';
import { MachineClock } from '../clock/machine-clock';
import { BillingClock } from '../clock/billing-clock.service';
import { BillingRunService } from '../billing-run.service';
import { RunRequestsService } from '../run-requests.service';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { Billing } from './billing.service';
import { ParkedSubscriptions } from './parked-subscriptions.service';
import { BalancePayments } from '../settlement/balance-payments.service';
import { RunPreviews } from './run-previews.service';

const AS_OF = '2025-11-01T00:05:00+07:00';

describe('control of billing runs', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create({ BILLING_BATCH_SIZE: '5', BILLING_LANES: '1' });
  });
  beforeEach(async () => {
    await world.reset();
    await world.database.execute('delete from alerts');
    await world.database.execute('update clock_faults set confirmed_at = now() where confirmed_at is null');
  });
  afterAll(() => world.close());

  const seed = async (customers: number, startsOn = '2025-11-01'): Promise<string[]> => {
    const plan = await world.plan(150_000n);
    const ids: string[] = [];
    for (let i = 0; i < customers; i++) ids.push(await world.subscribe(await world.customer(), plan, startsOn));
    return ids;
  };
  const alerts = async (): Promise<string[]> =>
    (await world.database.query<{ key: string }>('select key from alerts where resolved_at is null order by key')).map(
      ({ key }) => key,
    );

  it('keeps a dry run, shows how it differs from the period before, and bills exactly that on confirmation', async () => {
    const [cheaper, gone, ...same] = await seed(6);
    await world.run(AS_OF);
    const plan = await world.plan(100_000n);
    await world.database.execute('update subscriptions set plan_id = $2 where id = $1', [cheaper, plan]);
    await world.database.execute(`update subscriptions set status = 'ENDED', next_bill_at = null where id = $1`, [
      gone,
    ]);
    await world.subscribe(await world.customer(), plan, '2025-12-01');
    const asOf = new Date('2025-12-01T00:05:00+07:00');
    const { id, figures } = await world.app.get(RunPreviews).make({ asOf }, 'test');
    expect(figures).toMatchObject({ customerCount: 6, invoiceCount: 6, refusalCount: 0 });
    expect(figures.sites).toMatchObject([{ siteCode: 'JKT', invoiceCount: 6 }]);
    expect(figures.previous).toEqual({ invoiceCount: 6, totals: [{ amount: '999000', currency: 'IDR' }] });
    const differences = Object.fromEntries(figures.differences.map((d) => [d.cause, [d.count, d.amount.amount]]));
    expect(differences).toEqual({ CHANGED: [1, '-55500'], NEW: [1, '111000'], ENDED: [1, '-166500'] });
    expect(await world.invoices()).toHaveLength(6);
    const { run } = await world.app.get(RunPreviews).carryOut(id, { requestedBy: 'test' });
    expect(run).toMatchObject({ asOf, previewOf: id, invoiceCount: 6, dueCount: 6, doneCount: 6, state: 'COMPLETED' });
    expect(run?.totalAmount.toString()).toBe(figures.totals[0]?.total.amount);
    await expect(world.app.get(RunPreviews).carryOut(id, { requestedBy: 'test' })).rejects.toThrow('PREVIEW_CONFIRMED');
    await expect(world.app.get(RunPreviews).carryOut(run!.id, { requestedBy: 't' })).rejects.toThrow('NOT_A_PREVIEW');
    expect(same).toHaveLength(4);
    await world.mustHold();
  });

  it('refuses a confirmation when the figures have moved', async () => {
    await seed(3);
    const { id } = await world.app.get(RunPreviews).make({ asOf: new Date(AS_OF) }, 'test');
    await seed(1);
    await expect(world.app.get(RunPreviews).carryOut(id, { requestedBy: 'test' })).rejects.toThrow('PREVIEW_OUTDATED');
    expect(await world.invoices()).toEqual([]);
  });

  it('stops after the batch in hand when somebody asks for it', async () => {
    await seed(12);
    const outcome = await world.app.get(BillingRunService).run({
      ...{ asOf: new Date(AS_OF), trigger: 'MANUAL', requestedBy: 'test' },
      onProgress: async () => {
        const running = await world.database.queryOne<{ id: string }>(
          `select id from billing_runs where state = 'RUNNING' and stop_requested_at is null`,
        );
        if (running) await world.app.get(RunRequestsService).stop(running.id);
      },
    });
    expect(outcome.run).toMatchObject({ state: 'STOPPED', invoiceCount: 10, doneCount: 10, dueCount: 12 });
    await expect(world.app.get(RunRequestsService).stop(outcome.run!.id)).rejects.toThrow('RUN_IS_OVER');
    expect(await world.run(AS_OF)).toMatchObject({ state: 'COMPLETED', invoiceCount: 2 });
    await world.mustHold();
  });

  it('brake: more than two periods at once are parked, told, and billed after somebody looked', async () => {
    const [id] = await seed(1, '2025-08-01');
    await world.database.execute(`update subscriptions set started_on = '2025-07-01' where id = $1`, [id]);
    await world.database.execute(`insert into billing_ticks (id, as_of) values (gen_random_uuid(), $1)`, [
      new Date('2025-11-01T00:00:00+07:00'),
    ]);
    expect(await world.run(AS_OF)).toMatchObject({ invoiceCount: 0, parkedCount: 1, isCatchUp: false });
    expect(await alerts()).toEqual([`billing.parked:${world.siteId}`]);
    const { items } = await world.app.get(ParkedSubscriptions).page({ limit: 10 });
    expect(items).toMatchObject([{ subscriptionId: id, code: 'CATCH_UP_CAP' }]);
    await world.app.get(ParkedSubscriptions).unpark(items[0]!.id);
    expect(await alerts()).toEqual([]);
    expect(await world.run('2025-11-01T00:10:00+07:00')).toMatchObject({ invoiceCount: 4, parkedCount: 0 });
  });

  it('bills one account at once, and the run finds nothing left', async () => {
    await seed(2);
    const { id } = (await world.database.queryOne<{ id: string }>(
      'select customer_id as id from subscriptions limit 1',
    ))!;
    const issued = await world.app.get(Billing).billNow(id);
    expect(issued.length).toBeGreaterThan(0);
    expect(await world.app.get(Billing).billNow(id)).toEqual([]);
    await world.mustHold();
  });

  describe('F14 the clock', () => {
    const clock = (): BillingClock => world.app.get(BillingClock);
    const shift = (ms: number): void => {
      const machine = world.app.get(MachineClock);
      machine.now = () => new Date(new Date().getTime() + ms);
    };
    afterEach(() => Reflect.deleteProperty(world.app.get(MachineClock), 'now'));

    it('jumps a year ahead while the process runs: nothing is billed until somebody confirms', async () => {
      await seed(3);
      await clock().beat();
      shift(365 * 86_400_000);
      await expect(world.run(AS_OF)).rejects.toThrow('BILLING_CLOCK_HELD');
      expect(await world.invoices()).toEqual([]);
      expect(await alerts()).toEqual(['billing.clock-fault']);
      shift(0);
      await expect(world.run(AS_OF)).rejects.toThrow('BILLING_CLOCK_HELD');
      const view = await clock().confirm();
      expect(view).toMatchObject({ verdict: { kind: 'TICK' }, faults: [] });
      expect(await alerts()).toEqual([]);
      expect(await world.run(AS_OF)).toMatchObject({ invoiceCount: 3 });
      await expect(clock().confirm()).rejects.toThrow('CLOCK_NOT_HELD');
    });

    it('holds planned changes, reminders, upkeep and isolation like the run', async () => {
      const { app } = world;
      const jobs: JobHandler[] = [
        new ScheduledChangesJob(app.get(DueChanges), clock()),
        new DunningRemindersJob(app.get(Reminders), clock()),
        new DunningUpkeepJob(
          ...([clock(), app.get(BalancePayments), app.get(LateFeeRun), app.get(Promises)] as const),
          ...([app.get(AccessOverrides), app.get(AutomaticWriteOffs)] as const),
        ),
        new BillingDunningJob(app.get(IsolateOverdueService), clock()),
      ];
      const context = {
        jobId: '1',
        attempt: 1,
        signal: new AbortController().signal,
        progress: () => Promise.resolve(),
      };
      const outcomes = (): Promise<object[]> =>
        Promise.all(jobs.map(async (job) => (await job.handle({}, context)) as object));
      await clock().beat();
      expect((await outcomes()).filter((one) => 'held' in one)).toEqual([]);
      shift(365 * 86_400_000);
      expect((await outcomes()).every((one) => 'held' in one)).toBe(true);
      shift(0);
      expect(await outcomes()).toEqual(jobs.map(() => ({ held: 'CLOCK_FAULT' })));
      await clock().confirm();
      expect((await outcomes()).filter((one) => 'held' in one)).toEqual([]);
    });

    it('goes an hour back: no tick, nothing is done again', async () => {
      await seed(2);
      await world.run(AS_OF);
      shift(-3_600_000);
      await expect(world.run(AS_OF)).rejects.toThrow('BILLING_CLOCKS_DISAGREE');
      expect(await alerts()).toEqual(['billing.clocks-disagree']);
      shift(0);
      expect(await world.run('2025-11-01T00:06:00+07:00')).toBeNull();
      await expect(world.run('2025-10-31T23:05:00+07:00')).rejects.toThrow('BILLING_AS_OF_WENT_BACK');
      expect(await alerts()).toEqual([]);
      expect(await world.invoices()).toHaveLength(2);
    });

    it('is stepped by NTP during a run: its time is frozen', async () => {
      await seed(8);
      const outcome = await world.app.get(BillingRunService).run({
        ...{ asOf: new Date(AS_OF), trigger: 'MANUAL', requestedBy: 'test' },
        onProgress: () => {
          shift(20_000);
          return Promise.resolve();
        },
      });
      expect(outcome.run).toMatchObject({ invoiceCount: 8, state: 'COMPLETED', asOf: new Date(AS_OF) });
      expect(await world.run('2025-11-01T00:06:00+07:00')).toBeNull();
    });
  });
});
