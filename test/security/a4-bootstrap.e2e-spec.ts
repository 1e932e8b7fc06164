import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BootstrapService, IamConfig } from '@app/iam';
import { Database, readConfig } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { PASSWORD, SignInClient } from '../support/sign-in';

describe('A4 no default account, no default secret', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let client: SignInClient;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    client = new SignInClient(app);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const bootstrap = (token: string, email = 'pemilik@contoh.net') =>
    client.call('POST', 'auth/bootstrap', { payload: { token, email, name: 'Pemilik', password: PASSWORD } });

  it('starts without a single user', async () => {
    const users = await app.get(Database, { strict: false }).query('select id from users');
    expect(users).toEqual([]);
    for (const password of ['admin', 'password', 'admin123', 'langgan', PASSWORD]) {
      expect((await client.login('admin@contoh.net', { password })).status).not.toBe(200);
    }
  });

  it('makes the first owner by a token that works once, within a day, and not before it was made', async () => {
    for (const token of ['x', 'undefined', 'A'.repeat(43)]) expect((await bootstrap(token)).status).toBe(401);
    const service = app.get(BootstrapService, { strict: false });
    const [late, token] = [await service.createOwnerToken(), await service.createOwnerToken()];
    await app
      .get(Database, { strict: false })
      .execute(
        `update one_time_tokens set expires_at = now() where id = (select id from one_time_tokens order by id limit 1)`,
      );
    expect((await bootstrap(late)).status).toBe(401);
    const tries = await Promise.all([0, 1, 2].map((n) => bootstrap(token, `pemilik${n}@contoh.net`)));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    expect((await bootstrap(token)).status).toBe(401);
    await expect(service.createOwnerToken()).rejects.toMatchObject({ code: 'IAM_OWNER_EXISTS' });
  });

  it.each(['production', 'staging'])('refuses to start in %s on a default, short or simple secret', (environment) => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = environment;
    try {
      const mistakes = (env: Record<string, string>): string[] => readConfig(IamConfig, env).mistakes;
      const good = 'Zq8vT0m3xK5rW1yB7nD4sH6jL9pF2cGa';
      expect(mistakes({ JWT_SECRET: good })).toEqual([]);
      const example = 'change-me: at least 32 characters of your own';
      for (const bad of ['', 'short', good.slice(0, 31), 'a'.repeat(64), 'abababab'.repeat(8), example]) {
        expect([bad, mistakes({ JWT_SECRET: bad }).length]).toEqual([bad, 1]);
      }
      expect(mistakes({ JWT_SECRET: good, JWT_PREVIOUS_SECRETS: `${good},short` })).toHaveLength(1);
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});
