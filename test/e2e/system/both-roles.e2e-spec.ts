import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { eventually } from '../../support/worker-app';

describe('one process with both roles', () => {
  let server: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    server = await createTestDatabase();
    app = await createApiApp({ database: server, env: { PROCESS_ROLES: 'api,worker' } });
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  it('answers requests and works on the queues', async () => {
    const ran = `select 1 from job_schedules where key = 'platform.ensure-partitions' and last_outcome = 'COMPLETED'`;
    await eventually(() => app.get(Database).queryOne(ran));
    expect((await app.inject({ url: '/health/ready' })).statusCode).toBe(200);
    const metrics = await app.inject({ url: '/metrics' });
    expect(metrics.body).toContain('langgan_outbox_rows{state="dead"} 0');
    expect(metrics.body).toContain('langgan_queue_lag_seconds_count{queue="platform"}');
  });
});
