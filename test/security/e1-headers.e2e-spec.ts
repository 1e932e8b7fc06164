import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { staffHeaders } from '../support/staff-headers';

describe('E1 headers of every answer', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let headers: { authorization: string };

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database, env: { CORS_ORIGINS: 'https://panel.contoh.net' } });
    headers = await staffHeaders(app);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it.each(['/', '/health/live', '/api/v1/customers', '/api/v1/nothing-here', '/docs', '/api/v1/customers/x'])(
    '%s: HSTS, CSP without foreign scripts, nosniff, no referrer, no framing',
    async (url) => {
      const answer = await app.inject({ url, headers });
      const hsts = String(answer.headers['strict-transport-security']);
      expect(Number(/max-age=(\d+)/.exec(hsts)?.[1])).toBeGreaterThanOrEqual(31_536_000);
      const csp = String(answer.headers['content-security-policy']);
      expect(csp).toMatch(/default-src 'self'/);
      expect(csp).toMatch(/script-src 'self'(;|$)/);
      expect(csp).toMatch(/frame-ancestors 'none'/);
      expect(csp).toMatch(/object-src 'none'/);
      expect(csp).not.toMatch(/unsafe-eval|https?:|\*/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
      expect(answer.headers['x-frame-options']).toBe('DENY');
      expect(answer.headers['x-powered-by']).toBeUndefined();
      expect(answer.headers.server).toBeUndefined();
    },
  );

  it.each(['/api/v1/customers', '/api/v1/auth/me', '/api/v1/customers/x', '/api/v1/nothing-here'])(
    '%s is kept by no cache',
    async (url) => {
      expect((await app.inject({ url, headers })).headers['cache-control']).toBe('no-store');
    },
  );

  it('open other sites to the listed origins only, letter by letter', async () => {
    const from = async (origin: string) =>
      (await app.inject({ url: '/health/live', headers: { origin } })).headers['access-control-allow-origin'];
    expect(await from('https://panel.contoh.net')).toBe('https://panel.contoh.net');
    for (const origin of [
      'https://panel.contoh.net.evil.example',
      'https://evilpanel.contoh.net',
      'http://panel.contoh.net',
      'https://panel.contoh.net:8443',
      'https://PANEL.contoh.net/',
      'null',
    ]) {
      expect([origin, await from(origin)]).toEqual([origin, undefined]);
    }
  });

  it('open nothing to other sites when none is listed', async () => {
    const closed = await createApiApp({ database, env: { CORS_ORIGINS: '' } });
    const answer = await closed.inject({ url: '/health/live', headers: { origin: 'https://panel.contoh.net' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    await closed.close();
  });
});
