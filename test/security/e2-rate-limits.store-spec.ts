import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RedisConnection } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';

describe('E2 rate limits', () => {
  let database: TestDatabase;
  const apps: NestFastifyApplication[] = [];

  const boot = async (env: Record<string, string>) => {
    const prefix = `${database.name}-${apps.length}`;
    const app = await createApiApp({
      database,
      env: { RATE_LIMIT_SIGN_IN_PER_MINUTE: '4', REDIS_PREFIX: prefix, ...env },
    });
    apps.push(app);
    return app;
  };
  /** Statuses of `tries` wrong sign-ins, each with another account and another made-up address. */
  const guess = async (app: NestFastifyApplication, tries: number, peer: string, forwarded: (n: number) => string) => {
    const statuses: number[] = [];
    for (let n = 0; n < tries; n++) {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        remoteAddress: peer,
        headers: { 'x-forwarded-for': forwarded(n), forwarded: `for=${forwarded(n)}` },
        payload: { email: `a${n}-${peer.replaceAll(':', '-')}@contoh.net`, password: 'salah sekali' },
      });
      statuses.push(answer.statusCode);
      if (answer.statusCode === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    return statuses;
  };
  const LIMITED = [401, 401, 401, 401, 429, 429];

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await database.drop();
  });

  it('count by the address of the peer when nobody is trusted, whatever headers say', async () => {
    const app = await boot({});
    expect(await guess(app, 6, '198.51.100.1', (n) => `203.0.113.${n}`)).toEqual(LIMITED);
    expect(await guess(app, 1, '198.51.100.2', () => '203.0.113.9')).toEqual([401]);
  });

  it('believe a trusted proxy about one hop, and a stranger about nothing', async () => {
    const app = await boot({ TRUSTED_PROXIES: '10.1.0.0/16' });
    expect(await guess(app, 6, '198.51.100.3', (n) => `203.0.113.${n}`)).toEqual(LIMITED);
    expect(await guess(app, 6, '10.1.0.5', (n) => `203.0.113.${n}`)).toEqual(Array(6).fill(401));
    expect(await guess(app, 6, '10.1.0.5', (n) => `192.0.2.${n}, 203.0.113.99`)).toEqual(LIMITED);
  });

  it('count a whole IPv6 line as one', async () => {
    const app = await boot({});
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push(...(await guess(app, 1, `2001:db8:7:1::${n + 1}`, () => '203.0.113.1')));
    expect(statuses).toEqual(LIMITED);
    expect(await guess(app, 1, '2001:db8:7:2::1', () => '203.0.113.1')).toEqual([401]);
  });

  it('go on in memory, never open, when Redis is away', async () => {
    const app = await boot({});
    const redis = app.get(RedisConnection);
    Object.defineProperty(redis, 'client', { get: () => undefined });
    Object.defineProperty(redis, 'enabled', { get: () => true });
    expect(await guess(app, 6, '198.51.100.4', () => '203.0.113.1')).toEqual(LIMITED);
  });
});
