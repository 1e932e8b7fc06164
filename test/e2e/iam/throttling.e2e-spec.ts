import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff } from '../../support/staff';

describe('A3, E2: guessing passwords', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { RATE_LIMIT_SIGN_IN_PER_MINUTE: '4' } });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const login = async (headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      headers,
      payload: { email: 'a@contoh.net', password: 'x' },
    });

  it('is slowed down per address, whatever X-Forwarded-For says, and nobody else is locked out', async () => {
    const staff = await createStaff(app, 'owner');
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await login({ 'x-forwarded-for': `203.0.113.${i}` })).statusCode);
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    const refused = await login();
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json()).toMatchObject({ status: 429 });
    expect((await app.inject({ url: '/api/v1/auth/me', headers: staff.headers })).statusCode).toBe(200);
  });
});
