import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PasswordResetRequested, resetTokenPlace } from '@app/iam';
import { Database, SecretBox } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { holdPauses, SignInClient } from '../../support/sign-in';

const EMAIL = 'siti@contoh.net';
const NEXT = 'ombak karang perahu';

interface Requested {
  userId: string;
  tokenId: string;
  sealedToken: string;
}

describe('forgotten passwords', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let client: SignInClient;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { PUBLIC_URL: 'https://panel.contoh.net/' } });
    client = new SignInClient(app);
    database = app.get(Database, { strict: false });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });
  beforeEach(() => database.execute('truncate users, sign_in_throttles, outbox_events cascade'));

  const request = (email = EMAIL) => client.call('POST', 'auth/password-reset/request', { payload: { email } });
  const confirm = (token: string, newPassword = NEXT, ip = '198.51.100.1') =>
    client.call('POST', 'auth/password-reset/confirm', { payload: { token, newPassword }, ip });
  const events = () =>
    database.query<{ payload: Requested }>('select payload from outbox_events where topic = $1 order by id', [
      PasswordResetRequested.topic,
    ]);
  /** What the sender of mails will do. */
  const delivered = async (): Promise<string> => {
    const event = (await events()).at(-1);
    if (!event) throw new Error('nothing was sent');
    const { sealedToken, tokenId } = event.payload;
    return app.get(SecretBox, { strict: false }).open(sealedToken, resetTokenPlace(tokenId));
  };

  it('are replaced by the token that the event carries, sealed; all sessions end', async () => {
    const { id } = await client.user(EMAIL);
    const session = (await client.login(EMAIL)).body;
    expect((await request('SITI@contoh.net')).status).toBe(202);
    const token = await delivered();
    expect((await events())[0]?.payload.userId).toBe(id);
    const stored = JSON.stringify(
      await database.query('select t::text, e::text from one_time_tokens t, outbox_events e'),
    );
    expect(stored).not.toContain(token);
    const weak = await confirm(token, 'password123');
    expect([weak.status, weak.code]).toEqual([422, 'IAM_WEAK_PASSWORD']);
    expect((await confirm(token)).status).toBe(204);
    expect(await client.meStatus(session.accessToken)).toBe(401);
    const payload = { refreshToken: session.refreshToken };
    expect((await client.call('POST', 'auth/refresh', { payload })).status).toBe(401);
    expect((await client.login(EMAIL)).status).toBe(401);
    expect((await client.login(EMAIL, { password: NEXT })).status).toBe(200);
    expect((await confirm(token, 'kuda terbang ke bulan')).code).toBe('IAM_RESET_REFUSED');
  });

  it('send nothing for an address without an account or a disabled one, and say the same', async () => {
    const { id } = await client.user(EMAIL);
    await database.execute(`update users set status = 'DISABLED' where id = $1`, [id]);
    for (const email of [EMAIL, 'nobody@contoh.net']) {
      expect(await request(email)).toMatchObject({ status: 202, body: {} });
    }
    expect(await events()).toEqual([]);
    const rows = await database.query('select id from one_time_tokens');
    expect(rows).toEqual([]);
  });

  it('send at most three letters an hour, and every token but the used one dies with it', async () => {
    await client.user(EMAIL);
    await request();
    const first = await delivered();
    for (let n = 0; n < 4; n++) await request();
    expect(await events()).toHaveLength(3);
    expect((await confirm(await delivered())).status).toBe(204);
    expect((await confirm(first, 'kuda terbang ke bulan')).code).toBe('IAM_RESET_REFUSED');
  });

  it('refuse a token that is over, unknown, or of another purpose; of two uses at once one works', async () => {
    await client.user(EMAIL);
    await request();
    const token = await delivered();
    for (const wrong of ['x', token.slice(1), `${token}A`]) expect((await confirm(wrong)).status).toBe(401);
    await database.execute(`update one_time_tokens set purpose = 'OWNER_BOOTSTRAP'`);
    expect((await confirm(token)).status).toBe(401);
    await database.execute(`update one_time_tokens set purpose = 'PASSWORD_RESET', expires_at = now()`);
    expect((await confirm(token)).status).toBe(401);
    await database.execute(`update one_time_tokens set expires_at = now() + interval '1 minute'`);
    const tries = await Promise.all([confirm(token), confirm(token)]);
    expect(tries.map(({ status }) => status).sort()).toEqual([204, 401]);
  });

  it('make the place of the reset one that guessing elsewhere cannot lock out', async () => {
    await client.user(EMAIL);
    for (let n = 0; n < 5; n++) await client.login(EMAIL, { password: 'wrong wrong' }, { ip: `203.0.113.${n}` });
    await holdPauses(database);
    await request();
    await confirm(await delivered(), NEXT, '198.51.100.77');
    expect((await client.login(EMAIL, { password: NEXT }, { ip: '203.0.113.99' })).status).toBe(429);
    expect((await client.login(EMAIL, { password: NEXT }, { ip: '198.51.100.77' })).status).toBe(200);
  });

  it('are replaced by a link that an administrator hands over, for roles not above his, not his own', async () => {
    const siti = await client.user(EMAIL);
    const owner = await client.user('pemilik@contoh.net', 'owner');
    const admin = await client.user('admin@contoh.net', 'admin');
    const token = (await client.login('admin@contoh.net')).body.accessToken;
    const issue = (id: string, by = token) =>
      client.call<{ url: string }>('POST', `users/${id}/password-reset`, { token: by });
    expect((await issue(owner.id)).code).toBe('IAM_ROLE_ABOVE_OWN');
    expect((await issue(admin.id)).code).toBe('IAM_OWN_ACCOUNT');
    expect((await issue(siti.id, (await client.login(EMAIL)).body.accessToken)).status).toBe(403);
    const { status, body } = await issue(siti.id);
    expect(status).toBe(201);
    expect(body.url).toMatch(/^https:\/\/panel\.contoh\.net\/reset-password#token=[\w-]{43}$/);
    expect((await client.login(EMAIL)).status).toBe(200);
    expect((await confirm(body.url.split('token=')[1] ?? '')).status).toBe(204);
    expect((await client.login(EMAIL, { password: NEXT })).status).toBe(200);
  });
});
