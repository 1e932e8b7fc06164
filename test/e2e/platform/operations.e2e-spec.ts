import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Injectable, Module } from '@nestjs/common';
import { Database, type HealthIndicator, Metrics, ShutdownState, StatusIndicator } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';

@StatusIndicator('probe')
class ProbeIndicator implements HealthIndicator {
  static failing = false;

  check(): Promise<{ status: 'up' }> {
    return ProbeIndicator.failing ? Promise.reject(new Error('secret inside')) : Promise.resolve({ status: 'up' });
  }
}

@Injectable()
class ProbeMeter {
  constructor(metrics: Metrics) {
    metrics.counter({ name: 'langgan_probe_total', help: 'Probe.', labelNames: ['kind'] }).inc({ kind: 'a' });
  }
}

@Module({ providers: [ProbeIndicator, ProbeMeter] })
class ProbeModule {}

describe('operations', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database, modules: [ProbeModule] });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

  it('is alive and ready', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'ok' });
    const ready = await get('/health/ready');
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({ checks: { database: { status: 'up' }, migrations: { status: 'up' } } });
  });

  it('tells strangers no more than the sum, and goes on serving while something outside is down', async () => {
    expect((await get('/health')).json()).toEqual({ status: 'ok' });
    ProbeIndicator.failing = true;
    const answer = await get('/health');
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'degraded' }]);
    expect((await get('/health/ready')).statusCode).toBe(200);
    ProbeIndicator.failing = false;
  });

  it('is not ready when a migration is missing', async () => {
    const door = app.get(Database);
    const last = await door.queryOne<{ name: string }>(
      'update schema_migrations set name = name || $1 where id = (select max(id) from schema_migrations) returning name',
      ['x'],
    );
    const answer = await get('/health/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ status: 'error', checks: { migrations: { status: 'down' } } });
    await door.execute('update schema_migrations set name = $2 where name = $1', [last!.name, last!.name.slice(0, -1)]);
    expect((await get('/health/ready')).statusCode).toBe(200);
  });

  it('shows its meters, requests by route template', async () => {
    const answer = await get('/metrics');
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body).toContain('langgan_probe_total{kind="a"} 1');
    expect(answer.body).toMatch(
      /langgan_http_request_duration_seconds_count\{method="GET",route="\/health\/ready",status="200"\} \d/,
    );
    expect(answer.body).toMatch(/langgan_pg_pool_connections\{state="idle"\} \d/);
    expect(answer.body).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('is not ready any more once it drains, though alive', async () => {
    app.get(ShutdownState).begin();
    expect((await get('/health/ready')).statusCode).toBe(503);
    expect((await get('/health/live')).statusCode).toBe(200);
  });
});

describe('metrics that are not public', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database, env: { METRICS_PUBLIC: 'false', METRICS_TOKEN: 'a token of the collector' } });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('answer the collector only', async () => {
    const status = async (authorization?: string) =>
      (await app.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } })).statusCode;
    expect(await status()).toBe(401);
    expect(await status('Bearer a token of somebody')).toBe(401);
    expect(await status('Bearer a token of the collector')).toBe(200);
  });
});
