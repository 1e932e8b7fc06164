import { type INestApplicationContext } from '@nestjs/common';
import { EventHandlerRegistry, JobRegistry, QUEUES } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';

describe('queues', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database, env: { PROCESS_ROLES: 'api,worker' } });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('have each something that processes them', () => {
    const jobs = app.get(JobRegistry, { strict: false }).queues();
    const events = app.get(EventHandlerRegistry, { strict: false }).queues();
    const idle = Object.keys(QUEUES).filter((name) => !([...jobs, ...events] as string[]).includes(name));
    expect(idle).toEqual([]);
  });
});
