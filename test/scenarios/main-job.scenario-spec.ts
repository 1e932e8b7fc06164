import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { playMainJob } from '../../apps/cli/src/story/main-job.story';
import { StoryApi } from '../../apps/cli/src/story/story-api';
import { type Simulator, startSimulator } from '../../apps/simulator/src';
import { createApiApp } from '../support/api-app';
import { createStaff } from '../support/staff';

/** `npm run story` as a test: one process with both roles, the simulator beside it, everything over HTTP. */
describe('the main job', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let simulator: Simulator;

  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await startSimulator({ routers: [], controlPort: 0 });
    app = await createApiApp({ database, env: { PROCESS_ROLES: 'api,worker', REDIS_PREFIX: database.name } });
    await app.listen(0, '127.0.0.1');
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await simulator.close();
    await database.drop();
  });

  it('goes from due subscriptions to a paid subscriber who is back online', async () => {
    const { token } = await createStaff(app, 'admin');
    const told: string[] = [];
    await playMainJob({
      api: new StoryApi(await app.getUrl(), token),
      simulatorUrl: `http://127.0.0.1:${simulator.controlPort}`,
      tag: 'STORY',
      tell: (line) => told.push(line),
    });
    expect(told).toContain('first run: 20 invoices');
    expect(told).toContain('second run: 0 invoices');
    expect(told.at(-1)).toMatch(/^ledger sum 0, 20 invoices, .* violations 0$/);
  }, 90_000);
});
