import { type TestingModule } from '@nestjs/testing';
import { localDate, uuidv7 } from '@app/core';
import { Database, type JobContext, PartitionKeeper } from '@app/platform';
import { createTestDatabase, createTestModule, fakeActor, runAs, type TestDatabase } from '@app/testing';
import { RollUpSamplesJob } from '../jobs/roll-up-samples.job';
import { MIKROTIK_CONFIGS } from '../mikrotik.config';
import { RouterHealthConfig } from './health.config';
import { HealthViewService } from './health-view.service';
import { RollUpRepository } from './roll-up.repository';
import { RouterHealthHttpModule } from './router-health-http.module';

const context = { signal: new AbortController().signal } as JobContext;
const HOUR = 3_600_000;

describe('samples of routers', () => {
  let server: TestDatabase;
  let app: TestingModule;
  let database: Database;
  let job: RollUpSamplesJob;
  let views: HealthViewService;
  let siteId: string;

  const router = async (health = 'ONLINE', conditions: string[] = []): Promise<string> => {
    const id = uuidv7();
    await database.execute(
      `insert into routers (id, site_id, name, host, port, username, password_sealed, health)
       values ($1::uuid, $2, $1::text, '10.0.0.1', 8728, 'api', 'x', $3)`,
      [id, siteId, health],
    );
    await database.execute(`insert into router_health (router_id, conditions) values ($1, $2)`, [id, conditions]);
    return id;
  };
  const sample = async (id: string, at: Date, latency: number | null, sessions = 10): Promise<void> => {
    await app.get(PartitionKeeper).ensure('router_health_samples', localDate(at.toISOString().slice(0, 10)));
    await database.execute(
      `insert into router_health_samples (router_id, sampled_at, answered, latency_ms, latency_max_ms, sessions, sessions_max)
       values ($1, $2, $3, $4, $4, $5, $5)`,
      [id, at, latency === null ? 0 : 1, latency, latency === null ? null : sessions],
    );
  };

  beforeAll(async () => {
    server = await createTestDatabase();
    const imports = [RouterHealthHttpModule];
    app = await createTestModule({ database: server, imports, configs: MIKROTIK_CONFIGS });
    database = app.get(Database);
    views = app.get(HealthViewService);
    const repository = new RollUpRepository(database);
    job = new RollUpSamplesJob(repository, app.get(PartitionKeeper), new RouterHealthConfig());
    siteId = uuidv7();
    await database.execute(
      `insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'Jakarta', 'Asia/Jakarta')`,
      [siteId],
    );
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  it('are gathered into hours and days by means, peaks and counts, and as often as one likes', async () => {
    const id = await router();
    const hour = new Date(Math.floor(Date.now() / HOUR) * HOUR - 3 * HOUR);
    const times = [10, 20, null, 60].entries();
    for (const [n, latency] of times) await sample(id, new Date(hour.getTime() + n * 60_000), latency, 10 + n);
    const hours = () =>
      database.query(
        `select samples, answered, latency_ms as latency, latency_max_ms as max, sessions, sessions_max as most
           from router_health_samples where router_id = $1 and resolution = 'HOUR'`,
        [id],
      );
    await job.handle({}, context);
    const expected = [{ samples: 4, answered: 3, latency: 30, max: 60, sessions: 11, most: 13 }];
    expect(await hours()).toEqual(expected);
    await job.handle({}, context);
    expect(await hours()).toEqual(expected);
    await sample(id, new Date(hour.getTime() + HOUR + 1_000), 100);
    await job.handle({}, context);
    expect(await hours()).toHaveLength(2);
    const [day] = await database.query<{ samples: number }>(
      `select sum(samples)::int as samples from router_health_samples where router_id = $1 and resolution = 'DAY'`,
      [id],
    );
    expect(day).toEqual({ samples: 5 });
  });

  it('are forgotten when their time is over, what was gathered stays', async () => {
    await database.execute(`delete from router_health_samples`);
    const id = await router();
    await sample(id, new Date(Date.now() - 8 * 24 * HOUR), 7);
    await sample(id, new Date(Date.now() - 1_000), 8);
    await job.handle({}, context);
    const left = await database.query<{ resolution: string; n: number }>(
      `select resolution, count(*)::int as n from router_health_samples where router_id = $1 group by 1 order by 1`,
      [id],
    );
    expect(left).toEqual([
      { resolution: 'DAY', n: 2 },
      { resolution: 'HOUR', n: 2 },
      { resolution: 'RAW', n: 1 },
    ]);
  });

  it('are shown in bounded points, with what was lost', async () => {
    const id = await router();
    const to = new Date();
    for (let n = 1; n <= 20; n++) await sample(id, new Date(to.getTime() - n * 60_000), n % 4 === 0 ? null : 5);
    const { window, points } = await views.history(id, {
      from: new Date(to.getTime() - 20 * 60_000 - 1),
      to,
      step: 600,
    });
    expect([window.resolution, window.stepSeconds]).toEqual(['RAW', 600]);
    expect(points.length).toBeLessThanOrEqual(3);
    expect(points.reduce((sum, point) => sum + point.samples, 0)).toBe(20);
    expect(points.reduce((sum, point) => sum + point.answered, 0)).toBe(15);
    expect(points[0]).toMatchObject({ latency_ms: 5, cpu: null });
  });

  it('the fleet is shown worst first, with its counts, to who may see it', async () => {
    await database.execute(`update routers set mode = 'DISABLED'`);
    const good = await router();
    const bad = await router('OFFLINE');
    const poor = await router('DEGRADED', ['CPU']);
    const poorer = await router('DEGRADED', ['CPU', 'DISK']);
    const fleet = await views.fleet({ limit: 2 }, {});
    const rest = await views.fleet({ limit: 9, cursor: fleet.nextCursor! }, {});
    expect([...fleet.items, ...rest.items].map(({ id }) => id)).toEqual([bad, poorer, poor, good]);
    expect(fleet.counts).toEqual({ OFFLINE: 1, DEGRADED: 2, ONLINE: 1 });
    const stranger = fakeActor([uuidv7()]);
    expect(await runAs(app, stranger, () => views.fleet({ limit: 9 }, {}))).toMatchObject({ items: [], counts: {} });
    await expect(runAs(app, stranger, () => views.history(bad, {}))).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
  });
});
