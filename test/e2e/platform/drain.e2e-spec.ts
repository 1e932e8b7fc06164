import { setTimeout as later } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { drain, Public } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { eventually } from '../../support/worker-app';

@Controller({ path: 'probe', version: '1' })
class ProbeController {
  static ms = 0;

  @Public()
  @Get('slow')
  async slowProbe(): Promise<object> {
    await later(ProbeController.ms, undefined, { ref: false });
    return { done: true };
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

describe('draining', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let url: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    const env = { SHUTDOWN_DELAY_MS: '1200', SHUTDOWN_TIMEOUT_MS: '3000' };
    app = await createApiApp({ database, modules: [ProbeModule], env });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterEach(async () => {
    await database.drop();
  });

  const status = (path: string) =>
    fetch(`${url}${path}`, { headers: { connection: 'close' } }).then(
      (answer) => answer.status,
      () => 'refused',
    );

  it('is not ready at once, ends what is in flight, then closes the door and everything behind it', async () => {
    ProbeController.ms = 2_500;
    const slow = status('/api/v1/probe/slow');
    await later(100);
    const closed = drain(app);
    await later(50);
    expect(await status('/health/ready')).toBe(503);
    expect(await status('/health/live')).toBe(200);
    await eventually(async () => (await status('/health/live')) === 'refused', 5_000);
    expect(await slow).toBe(200);
    expect(await closed).toBe(0);
  });

  it('cuts off what does not end in time', async () => {
    ProbeController.ms = 12_000;
    const slow = status('/api/v1/probe/slow');
    await later(100);
    const start = Date.now();
    expect(await drain(app)).toBe(0);
    expect(Date.now() - start).toBeLessThan(8_000);
    expect(await slow).toBe('refused');
  });
});
