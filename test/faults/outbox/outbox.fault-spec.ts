import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BackgroundJobs, Database, Outbox, PlatformModule } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { eventually } from '../../support/worker-app';
import { Happened } from './outbox-process';

const EVENTS = 600;

/** Workers that are killed without warning: what they had in hand is done by another one, and nothing is done twice. */
describe('workers that are killed', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  const children: ChildProcess[] = [];

  const startWorker = async (): Promise<ChildProcess> => {
    const child = fork(join(__dirname, 'outbox-process.ts'), {
      execArgv: ['-r', join(__dirname, '../../support/ts-register.cjs')],
      env: { ...process.env, DATABASE_NAME: server.name },
      stdio: 'inherit',
    });
    children.push(child);
    await once(child, 'message');
    return child;
  };
  const count = async (sql: string): Promise<number> =>
    (await database.queryOne<{ n: number }>(`select count(*)::int as n from ${sql}`))?.n ?? -1;

  beforeAll(async () => {
    server = await createTestDatabase();
    Object.assign(process.env, {
      DATABASE_URL: server.url,
      REDIS_URL: process.env.TEST_REDIS_URL ?? '',
      REDIS_PREFIX: server.name,
      SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    app = await (await Test.createTestingModule({ imports: [PlatformModule.forRoot('observer')] }).compile()).init();
    database = app.get(Database);
    await database.execute('create table effects (event_id uuid not null, process integer not null)');
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await app.close();
    await server.drop();
  });

  it('lose no event and deliver none twice', async () => {
    const [first] = await Promise.all([startWorker(), startWorker()]);
    await app.get(Outbox).publishMany(
      Happened,
      [...Array(EVENTS).keys()].map((n) => ({ key: `event-${n}`, payload: { n } })),
    );
    await eventually(async () => (await count('effects')) > 60);
    first.kill('SIGKILL');
    await startWorker();
    await eventually(async () => (await count(`outbox_deliveries where state = 'DONE'`)) === EVENTS, 60_000);
    expect(await count('effects')).toBe(EVENTS);
    expect(await count('(select distinct event_id from effects) e')).toBe(EVENTS);
    expect(await count('(select distinct process from effects) e')).toBeGreaterThanOrEqual(2);
  }, 120_000);

  it('leave a background job to another worker', async () => {
    await database.execute('truncate effects');
    const id = await app.get(BackgroundJobs).start({ name: 'test.work-long', queue: 'billing', data: {} });
    const row = await eventually(() => database.queryOne<{ process: number }>('select process from effects'));
    process.kill(row.process, 'SIGKILL');
    await database.execute(`update background_jobs set heartbeat_at = now() - interval '1 minute' where id = $1`, [id]);
    const job = await eventually(async () => {
      const found = await app.get(BackgroundJobs).get(id);
      return found.state === 'COMPLETED' && found;
    }, 60_000);
    expect(job.result).not.toEqual({ by: row.process });
    await sleep(100);
  }, 120_000);
});
