import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { CoreErrors } from '@app/core';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createWorkerApp, eventually } from '../../../../test/support/worker-app';
import { CurrentActor } from '../access/actor';
import { FULL_SCOPE } from '../access/actor-scope';
import { Database } from '../database/database';
import { BullJobQueue } from '../queue/bull-job-queue';
import { HandlesJob, type JobContext, type JobHandler } from '../queue/job-handler';
import { JobQueue } from '../queue/job-queue';
import { JobRegistry } from '../queue/job-registry';
import { WorkerPool } from '../queue/worker-pool';
import { type BackgroundJob } from './background-job';
import { BackgroundJobRepository } from './background-job.repository';
import { BackgroundJobs } from './background-jobs';
import { ResumeBackgroundJobs } from './resume-background-jobs.job';

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const orders = {
  runs: 0,
  failures: 0,
  holdMs: 0,
  actor: '',
  running: 0,
  mostRunning: 0,
  data: [] as object[],
  drained: false,
};

@Injectable()
@HandlesJob({ name: 'test.work-hard', queue: 'billing', attempts: 3, backoffMs: 100 })
class WorkHard implements JobHandler<{ n: number }, object> {
  constructor(private readonly actor: CurrentActor) {}

  async handle(data: { n: number }, context: JobContext): Promise<object> {
    orders.runs += 1;
    orders.data.push(data);
    orders.actor = this.actor.get().id;
    orders.mostRunning = Math.max(orders.mostRunning, (orders.running += 1));
    try {
      await context.progress(40);
      await later(orders.holdMs);
      orders.drained = context.signal.aborted;
      if (data.n < 0) throw CoreErrors.NOT_FOUND({ what: 'Thing', id: '7' });
      if (orders.failures-- > 0) throw new Error('a secret of the inside');
      return { doubled: data.n * 2 };
    } finally {
      orders.running -= 1;
    }
  }
}

@Module({ providers: [WorkHard] })
class TestModule {}

describe('jobs', () => {
  let server: TestDatabase;
  let worker: INestApplicationContext;
  let jobs: BackgroundJobs;
  let queue: JobQueue;

  const start = (n: number) => jobs.start({ name: 'test.work-hard', queue: 'billing', data: { n } });
  const ended = (id: string): Promise<BackgroundJob> =>
    eventually(async () => {
      const job = await jobs.get(id);
      return job.finishedAt !== null && job;
    });

  beforeAll(async () => {
    server = await createTestDatabase();
    worker = await createWorkerApp({ database: server, modules: [TestModule] });
    jobs = worker.get(BackgroundJobs);
    queue = worker.get(JobQueue);
  });
  beforeEach(() => {
    Object.assign(orders, { runs: 0, failures: 0, holdMs: 0, actor: '', running: 0, mostRunning: 0, data: [] });
  });
  afterAll(async () => {
    await worker.close();
    await server.drop();
  });

  it('run in the background, tell their progress and keep their result', async () => {
    orders.holdMs = 300;
    const id = await start(21);
    await eventually(async () => (await jobs.get(id)).progress === 40);
    expect(await ended(id)).toMatchObject({
      state: 'COMPLETED',
      progress: 100,
      result: { doubled: 42 },
      problem: null,
    });
    expect(orders).toMatchObject({ runs: 1, actor: 'test.work-hard' });
  });

  it('are part of the transaction that starts them', async () => {
    const started = worker.get(Database).transaction(async () => {
      await start(1);
      throw new Error('no');
    });
    await expect(started).rejects.toThrow('no');
    await later(200);
    expect(orders.runs).toBe(0);
  });

  it('are tried again after a defect, and show none of its words', async () => {
    orders.failures = 1;
    expect(await ended(await start(1))).toMatchObject({ state: 'COMPLETED' });
    orders.failures = 3;
    const failed = await ended(await start(1));
    expect(failed).toMatchObject({ state: 'FAILED', problem: { definition: null } });
    expect(JSON.stringify(failed)).not.toContain('secret of the inside');
    expect(orders.runs).toBe(2 + 3);
  });

  it('end at once when a rule says no', async () => {
    const failed = await ended(await start(-1));
    expect(failed.problem).toMatchObject({ definition: { code: 'CORE_NOT_FOUND' }, params: { what: 'Thing' } });
    expect(orders.runs).toBe(1);
  });

  it('that no queue holds are found by the sweeper, and run once', async () => {
    jest.spyOn(queue, 'add').mockRejectedValueOnce(new Error('Redis is away'));
    const id = await start(4);
    await worker
      .get(Database)
      .execute(`update background_jobs set enqueued_at = now() - interval '1 minute' where id = $1`, [id]);
    const sweeper = new ResumeBackgroundJobs(worker.get(BackgroundJobRepository), queue);
    await Promise.all([sweeper.handle(), sweeper.handle()]);
    expect(await ended(id)).toMatchObject({ state: 'COMPLETED', result: { doubled: 8 } });
    expect(orders.runs).toBe(1);
  });

  it('of a worker that died are taken over, of one that lives are not', async () => {
    const database = worker.get(Database);
    const id = await start(1);
    await ended(id);
    const running = `update background_jobs set state = 'RUNNING', finished_at = null, enqueued_at = now() - interval '1 minute',
      heartbeat_at = now() - $2 * interval '1 second' where id = $1`;
    const sweeper = new ResumeBackgroundJobs(worker.get(BackgroundJobRepository), queue);
    await database.execute(running, [id, 5]);
    expect(await sweeper.handle()).toEqual({ resumed: 0 });
    await database.execute(running, [id, 60]);
    expect(await sweeper.handle()).toEqual({ resumed: 1 });
    await ended(id);
    expect(orders.runs).toBe(2);
  });

  it('of others are not found without the permission', async () => {
    const id = await start(1);
    const actor = jest.spyOn(worker.get(CurrentActor), 'get').mockReturnValue({
      kind: 'user',
      id: 'somebody-else',
      name: 'Somebody',
      permissions: new Set(),
      scope: FULL_SCOPE,
    });
    await expect(jobs.get(id)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    actor.mockRestore();
    await ended(id);
  });

  it('of one id do not double while one waits or runs, and can be added again afterwards', async () => {
    orders.holdMs = 200;
    const add = () => queue.add({ name: 'test.work-hard', queue: 'billing', data: { n: 1 }, jobId: 'only-once' });
    await Promise.all([add(), add(), add()]);
    await eventually(() => orders.running === 1);
    await add();
    await eventually(() => orders.running === 0);
    await later(300);
    expect(orders.runs).toBe(1);
    await add();
    await eventually(() => orders.runs === 2 && orders.running === 0);
  });

  it('that coalesce run once more when something came while they ran', async () => {
    orders.holdMs = 300;
    const add = (n: number) =>
      queue.add({ name: 'test.work-hard', queue: 'billing', data: { n }, coalesce: 'router-7' });
    await add(1);
    await eventually(() => orders.running === 1);
    await add(2);
    await add(3);
    await eventually(() => orders.runs === 2 && orders.running === 0);
    await later(400);
    expect(orders).toMatchObject({ runs: 2, mostRunning: 1, data: [{ n: 1 }, { n: 3 }] });
  });

  it('that nobody knows fail loudly', async () => {
    const id = await queue.add({ name: 'test.nobody-knows', queue: 'billing', data: {} });
    const bull = worker.get(BullJobQueue).queue('billing');
    const failed = await eventually(async () =>
      (await bull.getJobState(id)) === 'failed' ? bull.getJob(id) : undefined,
    );
    expect(failed.failedReason).toContain('no handler for test.nobody-knows');
  });

  it('with one name twice, or a queue that does not exist, keep a worker from starting', async () => {
    @Injectable()
    @HandlesJob({ name: 'test.work-hard', queue: 'platform' })
    class Twice extends WorkHard {}
    @Injectable()
    @HandlesJob({ name: 'test.astray', queue: 'nowhere' as 'platform' })
    class Astray extends WorkHard {}
    const boot = async (provider: typeof Twice) => {
      const actor = { provide: CurrentActor, useValue: {} };
      const providers = [JobRegistry, WorkHard, provider, actor];
      const module = await Test.createTestingModule({ imports: [DiscoveryModule], providers }).compile();
      return module.init();
    };
    await expect(boot(Twice)).rejects.toThrow('test.work-hard has two handlers');
    await expect(boot(Astray)).rejects.toThrow('there is no queue nowhere');
  });

  it('are waited for when the process drains, and no new one is begun', async () => {
    orders.holdMs = 500;
    const running = await start(1);
    await eventually(() => orders.running === 1);
    const drained = worker.get(WorkerPool).drain();
    const waiting = await start(2);
    await drained;
    expect((await jobs.get(running)).state).toBe('COMPLETED');
    expect((await jobs.get(waiting)).state).toBe('QUEUED');
    expect(orders).toMatchObject({ runs: 1, running: 0, drained: true });
  });
});
