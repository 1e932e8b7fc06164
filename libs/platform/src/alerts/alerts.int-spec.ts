import { type TestingModule } from '@nestjs/testing';
import { uuidv7 } from '@app/core';
import { createTestDatabase, createTestModule, fakeActor, runAs, type TestDatabase } from '@app/testing';
import { Database } from '../database/database';
import { Metrics } from '../metrics/metrics';
import { type JobContext } from '../queue/job-handler';
import { type Alert, type NewAlert } from './alert';
import { AlertGauges } from './alert-gauges';
import { Alerts } from './alerts';
import { AlertsConfig } from './alerts.config';
import { AlertsRepository } from './alerts.repository';
import { PurgeAlerts } from './purge-alerts.job';

const title = { id: 'Router X tidak menjawab', en: 'Router X does not answer' };
const context = { signal: new AbortController().signal } as JobContext;

describe('alerts', () => {
  let server: TestDatabase;
  let app: TestingModule;
  let alerts: Alerts;
  let database: Database;

  const offline = (more: Partial<NewAlert> = {}): NewAlert => {
    const id = uuidv7();
    return { key: `test.offline:${id}`, severity: 'WARNING', subject: { type: 'router', id }, title, ...more };
  };
  const of = async ({ subject }: NewAlert): Promise<Alert[]> =>
    (await alerts.list({ subjectId: subject.id }, { limit: 50 })).items;
  const told = async (topic: string, { key }: NewAlert): Promise<number> => {
    const rows = await database.query(`select 1 from outbox_events where topic = $1 and payload->>'key' = $2`, [
      `platform.alert.${topic}.v1`,
      key,
    ]);
    return rows.length;
  };

  beforeAll(async () => {
    server = await createTestDatabase();
    app = await createTestModule({ database: server, imports: [] });
    alerts = app.get(Alerts);
    database = app.get(Database);
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  it('opens once, counts repeats and tells once', async () => {
    const alert = offline({ detail: { reason: 'ETIMEDOUT' } });
    for (let n = 0; n < 3; n++) await alerts.raise(alert);
    expect(await of(alert)).toMatchObject([{ count: 3, state: 'OPEN', detail: { reason: 'ETIMEDOUT' }, title }]);
    expect(await told('raised', alert)).toBe(1);
  });

  it('opens once however many raise at a time', async () => {
    const alert = offline();
    await Promise.all(Array.from({ length: 8 }, () => alerts.raise(alert)));
    expect(await of(alert)).toMatchObject([{ count: 8 }]);
    expect(await told('raised', alert)).toBe(1);
  });

  it('is over when it is resolved, and opens anew as another one', async () => {
    const alert = offline();
    await alerts.raise(alert);
    await alerts.resolve(alert.key);
    await alerts.resolve(alert.key);
    await alerts.raise(alert);
    expect((await of(alert)).map(({ state, count }) => [state, count])).toEqual([
      ['OPEN', 1],
      ['RESOLVED', 1],
    ]);
    expect([await told('raised', alert), await told('resolved', alert)]).toEqual([2, 1]);
  });

  it('joins the transaction of the caller', async () => {
    const alert = offline();
    const failed = database.transaction(async () => {
      await alerts.raise(alert);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect(await of(alert)).toEqual([]);
    expect(await told('raised', alert)).toBe(0);
  });

  it('is acknowledged by the first who does, until it becomes worse', async () => {
    const alert = offline();
    await alerts.raise(alert);
    const id = (await of(alert))[0]?.id ?? '';
    const first = fakeActor(null);
    await runAs(app, first, () => alerts.acknowledge(id));
    const again = await runAs(app, fakeActor(null), () => alerts.acknowledge(id));
    expect(again).toMatchObject({ state: 'ACKNOWLEDGED', acknowledgedBy: first.id });
    await alerts.raise(alert);
    expect(await of(alert)).toMatchObject([{ state: 'ACKNOWLEDGED' }]);
    await alerts.raise({ ...alert, severity: 'CRITICAL' });
    expect(await of(alert)).toMatchObject([{ state: 'OPEN', acknowledgedAt: null, severity: 'CRITICAL' }]);
    expect(await told('raised', alert)).toBe(2);
    await alerts.resolve(alert.key);
    await expect(alerts.acknowledge(id)).rejects.toMatchObject({ code: 'PLATFORM_ALERT_RESOLVED' });
  });

  it('shows each actor the alerts of his sites, and those of no site to who sees all', async () => {
    const [mine, other] = [uuidv7(), uuidv7()];
    const here = offline({ siteId: mine });
    const there = offline({ siteId: other });
    const everywhere = offline();
    for (const alert of [here, there, everywhere]) await alerts.raise(alert);
    const keys = async (siteIds: readonly string[] | null): Promise<string[]> =>
      runAs(app, fakeActor(siteIds), async () => (await alerts.list({}, { limit: 200 })).items.map(({ key }) => key));
    expect(await keys([mine])).toEqual([here.key]);
    expect(await keys(null)).toEqual(expect.arrayContaining([here.key, there.key, everywhere.key]));
    const hidden = (await of(there))[0]?.id ?? '';
    await expect(runAs(app, fakeActor([mine]), () => alerts.acknowledge(hidden))).rejects.toMatchObject({
      code: 'CORE_NOT_FOUND',
    });
    expect(await of(there)).toMatchObject([{ state: 'OPEN' }]);
  });

  it('ends everything about an object at once', async () => {
    const alert = offline();
    const second = { ...alert, key: `${alert.key}:cpu` };
    await alerts.raise(alert);
    await alerts.raise(second);
    await alerts.resolveAllOf(alert.subject);
    expect((await of(alert)).map(({ state }) => state)).toEqual(['RESOLVED', 'RESOLVED']);
  });

  it('filters, sorts and pages', async () => {
    const id = uuidv7();
    const subject = { type: 'thing', id };
    for (const severity of ['CRITICAL', 'INFO', 'WARNING'] as const) {
      await alerts.raise({ key: `test.sorted:${severity}:${id}`, severity, subject, title });
    }
    await alerts.resolve(`test.sorted:INFO:${id}`);
    const severities = async (filter: object, sort: string, limit = 50): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await alerts.list({ subjectId: id, ...filter }, { limit, sort, ...(cursor && { cursor }) });
        found.push(...page.items.map(({ severity }) => severity));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    };
    expect(await severities({}, '-severity', 1)).toEqual(['CRITICAL', 'WARNING', 'INFO']);
    expect(await severities({ state: 'OPEN' }, 'severity')).toEqual(['WARNING', 'CRITICAL']);
    expect(await severities({ state: 'RESOLVED' }, 'severity')).toEqual(['INFO']);
    expect(await severities({ severity: 'WARNING', subjectType: 'thing' }, 'lastSeenAt')).toEqual(['WARNING']);
  });

  it('counts what is open, and forgets what was resolved long ago', async () => {
    const [old, open] = [offline(), offline()];
    await alerts.raise(old);
    await alerts.raise(open);
    await alerts.resolve(old.key);
    await database.execute(
      `update alerts set first_seen_at = now() - interval '400 days',
         resolved_at = case when key = $1 then now() - interval '181 days' end where key = any ($2)`,
      [old.key, [old.key, open.key]],
    );
    expect(await new PurgeAlerts(app.get(AlertsRepository), new AlertsConfig()).handle({}, context)).toEqual({
      deleted: 1,
    });
    expect([await of(old), (await of(open)).length]).toEqual([[], 1]);
    const metrics = new Metrics();
    new AlertGauges(app.get(AlertsRepository), metrics).onModuleInit();
    expect(await metrics.text()).toMatch(/langgan_alerts_open\{severity="INFO"\} 0\n/);
    expect(await metrics.text()).toMatch(/langgan_alerts_open\{severity="WARNING"\} [1-9]/);
  });
});
