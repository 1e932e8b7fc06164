import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { eventually } from '../../support/worker-app';

const ROOT = join(__dirname, '../../..');

/** The worker application as a process: what its operator sees of it. */
describe('the worker application', () => {
  let server: TestDatabase;
  let client: Client;
  let child: ChildProcess;
  let url: string;

  const freePort = async (): Promise<number> => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    return port;
  };

  beforeAll(async () => {
    server = await createTestDatabase();
    client = new Client({ connectionString: server.url });
    await client.connect();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    child = fork(join(ROOT, 'apps/worker/src/main.ts'), {
      execArgv: ['-r', join(ROOT, 'test/support/ts-register.cjs')],
      env: {
        ...process.env,
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        PROCESS_ROLES: 'worker',
        WORKER_PORT: String(port),
        DATABASE_URL: server.url,
        REDIS_URL: process.env.TEST_REDIS_URL ?? '',
        REDIS_PREFIX: server.name,
        SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
        JWT_SECRET: 'a secret that only the tests of this repository use',
      },
    });
    await eventually(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200, 25_000);
  });
  afterAll(async () => {
    child.kill('SIGKILL');
    await client.end();
    await server.drop();
  });

  it('declares every schedule of the product and runs them', async () => {
    const due = 'select key from job_schedules where last_outcome is not null and key = any ($1)';
    const keys = ['platform.ensure-partitions', 'platform.purge-expired'];
    await eventually(async () => (await client.query(due, [keys])).rowCount === keys.length);
    const { rows } = await client.query<{ key: string }>('select key from job_schedules');
    expect(rows.map((row) => row.key)).toEqual(
      expect.arrayContaining(['platform.resume-jobs', 'platform.archive-outbox']),
    );
  });

  it('shows health and metrics and nothing else over HTTP', async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('langgan_job_duration_seconds_count{queue="platform",name="platform.ensure-partitions"');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/api/v1/jobs`)).status).toBe(404);
  });

  it('ends cleanly on SIGTERM', async () => {
    const began = performance.now();
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(performance.now() - began).toBeLessThan(15_000);
    await eventually(async () => {
      const left = await client.query(
        `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      return left.rowCount === 0;
    });
  });
});
