import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { BackgroundJobs, Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

type Headers = Record<string, string>;

describe('jobs, schedules and dead letters over HTTP', () => {
  let server: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let operator: Headers;
  let reader: Headers;
  let nobody: Headers;

  const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, headers: Headers, payload?: object) => {
    const answer = await app.inject({ method, url: `/api/v1/${path}`, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const job = async (values: Record<string, unknown> = {}): Promise<string> => {
    const id = await app.get(BackgroundJobs).start({ name: 'test.run', queue: 'billing', data: {} });
    const { state = 'QUEUED', problem = null } = values;
    await database.execute('update background_jobs set state = $2, problem = $3 where id = $1', [id, state, problem]);
    return id;
  };

  beforeAll(async () => {
    server = await createTestDatabase();
    app = await createApiApp({ database: server });
    database = app.get(Database);
    operator = await staffHeaders(app, { permissions: ['system:read', 'system:operate'] });
    reader = await staffHeaders(app, { permissions: ['system:read'] });
    nobody = await staffHeaders(app, { permissions: ['site:read'] });
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  it('shows jobs to operators, page by page, and nobody else’s job to others', async () => {
    const ids = [await job(), await job(), await job()];
    const first = await call('GET', 'jobs?limit=2&state=QUEUED', reader);
    expect(first.body).toMatchObject({ items: [{ id: ids[2], state: 'QUEUED', progress: 0 }, { id: ids[1] }] });
    const next = await call('GET', `jobs?limit=2&state=QUEUED&cursor=${String(first.body.nextCursor)}`, reader);
    expect(next.body).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });
    expect((await call('GET', 'jobs', nobody)).status).toBe(403);
    expect((await call('GET', `jobs/${ids[0]}`, nobody)).status).toBe(404);
    expect((await call('GET', `jobs/${ids[0]}`, reader)).status).toBe(200);
    expect((await call('GET', `jobs/${uuidv7()}`, reader)).status).toBe(404);
    expect((await call('GET', 'jobs/7', reader)).status).toBe(400);
    expect((await call('GET', 'jobs?state=LOST', reader)).status).toBe(400);
    expect((await call('GET', 'jobs', {})).status).toBe(401);
  });

  it('shows why a job failed in the language of the reader, and nothing of a defect', async () => {
    const definition = { code: 'TEST_NO', kind: 'rule', title: { id: 'Tidak bisa {n}', en: 'Cannot {n}' } };
    const refused = await job({
      state: 'FAILED',
      problem: JSON.stringify({ definition, params: { n: 7 }, fields: [], traceId: 'trace' }),
    });
    const read = (language: string) => call('GET', `jobs/${refused}`, { ...reader, 'accept-language': language });
    expect((await read('id')).body).toMatchObject({ problem: { code: 'TEST_NO', status: 422, title: 'Tidak bisa 7' } });
    expect((await read('en')).body).toMatchObject({ problem: { title: 'Cannot 7', traceId: 'trace' } });
    const broken = await job({
      state: 'FAILED',
      problem: JSON.stringify({ definition: null, params: {}, fields: [], traceId: 'trace' }),
    });
    expect((await call('GET', `jobs/${broken}`, reader)).body).toMatchObject({ problem: { status: 500 } });
  });

  it('changes schedules', async () => {
    await database.execute(
      `insert into job_schedules (key, job_name, queue, description, every_ms)
       values ('test.tick', 'test.tick', 'platform', 'Ticks', 60000)`,
    );
    const list = await call('GET', 'job-schedules', reader);
    expect(list.body).toMatchObject({ items: [{ key: 'test.tick', everyMs: 60000, version: 1, lastRunAt: null }] });
    const patch = (body: object, headers = operator) => call('PATCH', 'job-schedules/test.tick', headers, body);
    const changed = await patch({ version: 1, cron: '0 5 * * *', timeZone: 'Asia/Makassar' });
    expect(changed).toMatchObject({
      status: 200,
      body: { cron: '0 5 * * *', everyMs: null, version: 2, enabled: true },
    });
    expect((await patch({ version: 1, enabled: false })).body).toMatchObject({
      status: 409,
      code: 'CORE_STALE_VERSION',
    });
    expect((await patch({ version: 2, cron: 'never' })).body).toMatchObject({ code: 'PLATFORM_SCHEDULE_RHYTHM' });
    expect((await patch({ version: 2, timeZone: 'Asia/Nowhere' })).status).toBe(400);
    expect((await patch({ version: 2, everyMs: 10 })).status).toBe(400);
    expect((await patch({ version: 2, everything: 1 })).status).toBe(400);
    expect((await patch({ version: 2, enabled: false }, reader)).status).toBe(403);
    expect((await call('GET', 'job-schedules/test.tick', reader)).body).toMatchObject({ version: 2 });
    expect((await call('POST', 'job-schedules/test.tick/run', operator)).status).toBe(202);
    expect((await call('POST', 'job-schedules/test.tick/run', reader)).status).toBe(403);
    expect((await call('POST', 'job-schedules/test.nothing/run', operator)).status).toBe(404);
  });

  it('lists dead letters and delivers them again', async () => {
    const ids = [uuidv7(), uuidv7(), uuidv7()];
    await database.execute(
      `insert into outbox_events (id, topic, key, payload, relayed_at)
       select id, 'test.thing.happened.v1', id::text, '{"n":1}', now() from unnest($1::uuid[]) as id`,
      [ids],
    );
    await database.execute(
      `insert into outbox_deliveries (event_id, handler, queue, state, attempts, last_error, failed_at)
       select id, 'test.count-it', 'platform', 'DEAD', 10, 'it is broken', now() from unnest($1::uuid[]) as id`,
      [ids],
    );
    const list = await call('GET', 'dead-letters?handler=test.count-it&withTotal=true', reader);
    expect(list.body).toMatchObject({ total: 3, nextCursor: null });
    const [letter] = list.body.items as object[];
    expect(letter).toMatchObject({
      topic: 'test.thing.happened.v1',
      lastError: 'it is broken',
      attempts: 10,
    });
    const one = `dead-letters/${ids[0]}/test.count-it/replay`;
    expect((await call('POST', one, reader)).status).toBe(403);
    expect(await call('POST', one, operator)).toMatchObject({ status: 202, body: { replayed: 1 } });
    expect((await call('POST', one, operator)).status).toBe(404);
    const all = await call('POST', 'dead-letters/replay', operator, { handler: 'test.count-it' });
    expect(all).toMatchObject({ status: 202, body: { replayed: 2 } });
    const pending = await database.query(`select 1 from outbox_deliveries where state = 'PENDING' and attempts = 0`);
    expect(pending).toHaveLength(3);
    expect((await call('POST', 'dead-letters/replay', operator, {})).status).toBe(400);
  });
});
