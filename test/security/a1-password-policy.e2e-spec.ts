import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BootstrapService, commonPasswords, PasswordResetService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { PASSWORD, SignInClient } from '../support/sign-in';

const EMAIL = 'siti.rahma@contohnet.id';
const WEAK: readonly (readonly [string, string])[] = [
  ['7 kata!', 'TOO_SHORT'],
  ['x'.repeat(3) + 'panjang sekali '.repeat(14), 'TOO_LONG'],
  ['Password123', 'TOO_COMMON'],
  ['bismillah99', 'TOO_COMMON'],
  ['M1kr0tik!', 'TOO_COMMON'],
  ['siti.rahma', 'ABOUT_THE_OWNER'],
  ['121212121212', 'TOO_SIMPLE'],
];

describe('A1 password policy', () => {
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
  beforeEach(() => app.get(Database, { strict: false }).execute('truncate users, one_time_tokens cascade'));

  it('rests on a bundled list of at least 3000 common passwords', () => {
    expect(commonPasswords().size).toBeGreaterThanOrEqual(3_000);
  });

  it('holds at every door where a password is set: first owner, new user, change, reset', async () => {
    const token = await app.get(BootstrapService, { strict: false }).createOwnerToken();
    const account = { token, email: EMAIL, name: 'Siti Rahma', delivery: 'body' };
    const bootstrap = (password: string) =>
      client.call<{ accessToken: string; user: { id: string } }>('POST', 'auth/bootstrap', {
        payload: { ...account, password },
      });
    const doors: ((password: string) => Promise<{ status: number; body: unknown }>)[] = [bootstrap];
    const check = async () => {
      for (const door of doors) {
        for (const [password, code] of WEAK) {
          const { status, body } = await door(password);
          const { errors } = body as { errors: { code: string }[] };
          expect([password, status, errors.map((error) => error.code)]).toEqual([password, 422, [code]]);
        }
      }
    };
    await check();
    const { body: owner } = await bootstrap(PASSWORD);
    const link = await app.get(PasswordResetService, { strict: false }).issueLink(owner.user.id);
    doors.splice(0, 1);
    doors.push(
      (password) =>
        client.call('POST', 'users', {
          token: owner.accessToken,
          payload: { email: 'siti.rahma@contoh.id', name: 'Lain', role: 'cashier', password },
        }),
      (newPassword) =>
        client.call('POST', 'auth/password', {
          token: owner.accessToken,
          payload: { currentPassword: PASSWORD, newPassword },
        }),
      (newPassword) =>
        client.call('POST', 'auth/password-reset/confirm', {
          payload: { token: link.url.split('token=')[1], newPassword },
        }),
    );
    await check();
  });

  it.each([
    ['eight characters', 'zxqw vbn'],
    ['no digits, capitals or signs', 'ombak karang perahu'],
    ['only digits', '8236450917'],
    ['64 characters', 'kuda terbang ke bulan '.repeat(3).slice(0, 64)],
    ['200 characters of any alphabet', 'сложный пароль '.repeat(14).slice(0, 200)],
    ['spaces at both ends', '  tahu isi goreng  '],
  ])('lets %s pass and signs in with exactly that', async (_what, password) => {
    const email = 'budi@contoh.net';
    await client.user(email, 'owner');
    const { accessToken } = (await client.login(email)).body;
    const payload = { currentPassword: PASSWORD, newPassword: password };
    expect((await client.call('POST', 'auth/password', { token: accessToken, payload })).status).toBe(200);
    expect((await client.login(email, { password })).status).toBe(200);
    for (const other of [password.slice(0, -1), password.slice(1), password.slice(0, 72), password.toUpperCase()]) {
      if (other !== password)
        expect([other, (await client.login(email, { password: other })).status]).toEqual([other, 401]);
      await app.get(Database, { strict: false }).execute('truncate sign_in_throttles');
    }
  });
});
