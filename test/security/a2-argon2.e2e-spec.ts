import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { hash } from '@node-rs/argon2';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { PASSWORD, SignInClient } from '../support/sign-in';

describe('A2 argon2id', () => {
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

  const stored = async (email: string): Promise<string> => {
    const row = await app
      .get(Database, { strict: false })
      .queryOne<{ hash: string }>('select password_hash as hash from users where email = $1', [email]);
    return row?.hash ?? '';
  };
  const parametersOf = (text: string): number[] =>
    (/^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(text) ?? []).slice(1).map(Number);

  it('stores a salted argon2id hash of at least 19 MiB, two passes, one lane', async () => {
    await client.user('a@contoh.net');
    await client.user('b@contoh.net');
    const [m = 0, t = 0, p = 0] = parametersOf(await stored('a@contoh.net'));
    expect(m).toBeGreaterThanOrEqual(19_456);
    expect(t).toBeGreaterThanOrEqual(2);
    expect(p).toBe(1);
    expect(await stored('a@contoh.net')).not.toBe(await stored('b@contoh.net'));
  });

  it('renews a weaker hash at the next sign-in, and only with the right password', async () => {
    await client.user('c@contoh.net');
    const weak = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await app
      .get(Database, { strict: false })
      .execute(`update users set password_hash = $1 where email = $2`, [weak, 'c@contoh.net']);
    expect((await client.login('c@contoh.net', { password: 'not it, not it' })).status).toBe(401);
    expect(await stored('c@contoh.net')).toBe(weak);
    expect((await client.login('c@contoh.net')).status).toBe(200);
    expect(parametersOf(await stored('c@contoh.net'))[0]).toBeGreaterThanOrEqual(19_456);
    expect((await client.login('c@contoh.net')).status).toBe(200);
  });
});
