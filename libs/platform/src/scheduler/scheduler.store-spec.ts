import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createWorkerApp, eventually } from '../../../../test/support/worker-app';
import { Database } from '../database/database';
import { Leases } from '../leases/leases';
import { BullJobQueue } from '../queue/bull-job-queue';
import { HandlesJob, type JobHandler } from '../queue/job-handler';
import { ScheduleMirror } from './schedule-mirror';
import { ScheduleRepository } from './schedule.repository';
import { ScheduleRuns } from './schedule-runs';
import { Scheduled } from './scheduled.decorator';
import { Schedules } from './schedules';

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ticks: number[] = [];
const orders = { fail: false, holdMs: 0 };

@Injectable()
@HandlesJob({ name: 'test.tick', queue: 'pppoe', attempts: 1 })
@Scheduled({ description: 'Ticks', everyMs: 1_000 })
class Tick implements JobHandler {
  async handle(): Promise<void> {
    ticks.push(Date.now());
    await later(orders.holdMs);
    if (orders.fail) throw new Error('no tick');
  }
}

@Injectable()
@HandlesJob({ name: 'test.nightly', queue: 'pppoe' })
@Scheduled({ description: 'Runs at night', cron: '0 3 * * *', timeZone: 'Asia/Jakarta' })
class Nightly implements JobHandler {
  handle(): Promise<void> {
    return Promise.resolve();
  }
}

@Module({ providers: [Tick, Nightly] })
class TestModule {}

describe('schedules', () => {
  let server: TestDatabase;
  let one: INestApplicationContext;
  let two: INestApplicationContext;
  let schedules: Schedules;

  beforeAll(async () => {
    server = await createTestDatabase();
    one = await createWorkerApp({ database: server, modules: [TestModule] });
    two = await createWorkerApp({ database: server, modules: [TestModule] });
    schedules = one.get(Schedules);
  });
  afterAll(async () => {
    await one.close();
    await two.close();
    await server.drop();
  });
  const change = async (key: string, wanted: object) =>
    schedules.change(key, { version: (await schedules.get(key)).version, ...wanted });

  it('run once per tick, whatever the number of workers', async () => {
    await eventually(() => ticks.length > 0);
    ticks.length = 0;
    await later(5_200);
    expect(ticks.length).toBeGreaterThanOrEqual(4);
    expect(ticks.length).toBeLessThanOrEqual(6);
  });

  it('note the outcome of their last run', async () => {
    await eventually(async () => (await schedules.get('test.tick')).lastOutcome === 'COMPLETED');
    orders.fail = true;
    const failed = await eventually(async () => {
      const schedule = await schedules.get('test.tick');
      return schedule.lastOutcome === 'FAILED' && schedule;
    });
    expect(failed.lastError).toContain('no tick');
    orders.fail = false;
  });

  it('stop when they are switched off, keep their change over a restart, and run on demand', async () => {
    const stale = await schedules.get('test.tick');
    await change('test.tick', { enabled: false });
    await expect(schedules.change('test.tick', { version: stale.version, enabled: true })).rejects.toMatchObject({
      code: 'CORE_STALE_VERSION',
    });
    await later(300);
    ticks.length = 0;
    const third = await createWorkerApp({ database: server, modules: [TestModule] });
    await later(1_500);
    await third.close();
    expect(ticks).toHaveLength(0);
    await schedules.runNow('test.tick');
    await eventually(() => ticks.length === 1);
  });

  it('do not overlap themselves', async () => {
    orders.holdMs = 1_500;
    ticks.length = 0;
    await eventually(async () => {
      await schedules.runNow('test.tick'); // why: nothing happens while the run before is being put away
      return ticks.length === 1;
    });
    await change('test.tick', { enabled: true, everyMs: 1_000 });
    await later(1_200);
    expect(ticks).toHaveLength(1);
    await change('test.tick', { enabled: false });
    orders.holdMs = 0;
  });

  it('are run by another worker when theirs died, after its lease has run out', async () => {
    const lease = `insert into leases values ('schedule:test.tick', gen_random_uuid(), 9, now() + interval '1500 ms')
      on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at`;
    const runs = new ScheduleRuns(one.get(ScheduleRepository), one.get(Leases));
    const job = { id: '1', repeatJobKey: 'test.tick', attemptsMade: 0, attemptsStarted: 1 };
    await one.get(Database).execute(lease);
    expect(await runs.around('test.tick', job, () => Promise.resolve('ran'))).toEqual({ skipped: true });
    const recovered = { ...job, attemptsStarted: 2 };
    expect(await runs.around('test.tick', recovered, () => Promise.resolve('ran'))).toBe('ran');
  });

  it('take a new rhythm, refuse an unreadable one', async () => {
    const changed = await change('test.nightly', { cron: '30 4 * * 1', timeZone: 'Asia/Jayapura' });
    expect(changed).toMatchObject({ cron: '30 4 * * 1', timeZone: 'Asia/Jayapura', everyMs: null });
    const mirrored = await one.get(BullJobQueue).queue('pppoe').getJobScheduler('test.nightly');
    expect(mirrored).toMatchObject({ pattern: '30 4 * * 1', tz: 'Asia/Jayapura' });
    await expect(change('test.nightly', { cron: 'every night' })).rejects.toMatchObject({
      code: 'PLATFORM_SCHEDULE_RHYTHM',
    });
    await expect(change('test.nightly', { cron: '0 3 * * *', everyMs: 5_000 })).rejects.toMatchObject({
      code: 'PLATFORM_SCHEDULE_RHYTHM',
    });
  });

  it('come back when the queue has forgotten them', async () => {
    const queue = one.get(BullJobQueue).queue('pppoe');
    await queue.removeJobScheduler('test.nightly');
    await two.get(ScheduleMirror).syncAll();
    expect(await queue.getJobScheduler('test.nightly')).toMatchObject({ pattern: '30 4 * * 1' });
  });

  it('follow the defaults of a new release as long as nobody has changed them', async () => {
    const release = (key: string) => ({
      key,
      jobName: 'test.nightly',
      queue: 'pppoe' as const,
      description: 'Runs at night',
      everyMs: null,
      cron: '59 23 * * *',
      timeZone: 'UTC',
    });
    await one.get(ScheduleRepository).declare([release('test.nightly'), release('platform.archive-outbox')]);
    expect(await schedules.get('test.nightly')).toMatchObject({ cron: '30 4 * * 1', timeZone: 'Asia/Jayapura' });
    expect(await schedules.get('platform.archive-outbox')).toMatchObject({ cron: '59 23 * * *', timeZone: 'UTC' });
  });
});
