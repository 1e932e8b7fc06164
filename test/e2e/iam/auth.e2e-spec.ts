import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BootstrapService, UsersService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff } from '../../support/staff';

const PASSWORD = 'kata sandi yang panjang';

interface Answer {
  status: number;
  body: Record<string, unknown> & { accessToken: string; refreshToken: string; code: string };
  cookies: { name: string; value: string; [attribute: string]: unknown }[];
}

describe('auth', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    database = app.get(Database, { strict: false });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });
  beforeEach(async () => {
    await database.execute('truncate users, sign_ins, one_time_tokens, sign_in_throttles cascade');
    const users = app.get(UsersService, { strict: false });
    await users.create({ email: 'siti@contoh.net', name: 'Siti', password: PASSWORD, role: 'cashier' });
  });

  interface Call {
    payload?: object;
    token?: string;
    cookies?: Record<string, string>;
    headers?: Record<string, string>;
  }
  const call = async (method: 'GET' | 'POST' | 'DELETE', path: string, options: Call = {}): Promise<Answer> => {
    const { token, headers = {}, ...rest } = options;
    const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await app.inject({
      method,
      url: `/api/v1/auth/${path}`,
      headers: { ...headers, ...bearer },
      ...rest,
    });
    const body = (response.body === '' ? {} : response.json()) as Answer['body'];
    return { status: response.statusCode, body, cookies: response.cookies };
  };
  const login = (more: object = {}): Promise<Answer> =>
    call('POST', 'login', { payload: { email: 'siti@contoh.net', password: PASSWORD, ...more } });
  const meStatus = async (token: string): Promise<number> => (await call('GET', 'me', { token })).status;

  it('gives an access token and keeps the refresh token in a cookie that scripts and other sites cannot use', async () => {
    const { status, body, cookies } = await login();
    expect(status).toBe(200);
    expect(body).toMatchObject({ expiresInSeconds: 600, user: { email: 'siti@contoh.net', role: 'cashier' } });
    expect(body).not.toHaveProperty('refreshToken');
    expect(JSON.stringify(body)).not.toMatch(/hash|tokenVersion/i);
    const hidden = { httpOnly: true, sameSite: 'Strict', path: '/api/v1/auth' };
    expect(cookies).toEqual(['refresh', 'device'].map((name): unknown => expect.objectContaining({ name, ...hidden })));
    const me = await call('GET', 'me', { token: body.accessToken });
    expect(me.body).toMatchObject({ user: { name: 'Siti' } });
    expect(me.body.permissions).toEqual(expect.arrayContaining(['customer:read']));
    expect(me.body.permissions).not.toContain('user:write');
  });

  it('answers an unknown address and a wrong password alike, in the language of the caller', async () => {
    const wrong = await login({ password: 'not it, not it' });
    const unknown = await login({ email: 'nobody@contoh.net' });
    expect(wrong.status).toBe(401);
    const [left, right] = [wrong, unknown].map(({ body }) => ({ ...body, traceId: '' }));
    expect(left).toEqual(right);
    expect(left).toMatchObject({ code: 'IAM_WRONG_CREDENTIALS', title: 'Email atau kata sandi salah' });
  });

  it.each([
    [{ email: 'siti@contoh.net' }],
    [{ email: 'siti@contoh.net', password: 7 }],
    [{ email: 'siti', password: PASSWORD }],
    [{ email: 'siti@contoh.net', password: PASSWORD, role: 'owner' }],
    [{ email: { $ne: null }, password: PASSWORD }],
    [['siti@contoh.net', PASSWORD]],
    [{ email: 'siti@contoh.net', password: 'x'.repeat(1_001) }],
  ])('refuses the login %j as not valid', async (payload) => {
    const { status, body } = await call('POST', 'login', { payload });
    expect([status, body.code]).toEqual([400, 'CORE_VALIDATION_FAILED']);
  });

  it('reads no other kind of body than JSON (A8)', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const payload = JSON.stringify({ email: 'siti@contoh.net', password: PASSWORD });
      const headers = { 'content-type': type };
      const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/login', headers, payload });
      expect([400, 415]).toContain(answer.statusCode);
    }
  });

  it('trades a refresh token once, by cookie', async () => {
    const first = await login();
    const cookies = { refresh: first.cookies[0]?.value ?? '' };
    const headers = { 'x-requested-with': 'panel' };
    const second = await call('POST', 'refresh', { cookies, headers });
    expect(second.status).toBe(200);
    expect(second.cookies[0]?.value).not.toBe(cookies.refresh);
    expect(await meStatus(second.body.accessToken)).toBe(200);
    const again = await call('POST', 'refresh', { cookies, headers });
    expect([again.status, again.body.code]).toEqual([401, 'IAM_REFRESH_REFUSED']);
    expect(await meStatus(second.body.accessToken)).toBe(401);
    const last = { refresh: second.cookies[0]?.value ?? '' };
    expect((await call('POST', 'refresh', { cookies: last, headers })).status).toBe(401);
  });

  it('trades a refresh token by body for clients without cookies', async () => {
    const { body, cookies } = await login({ delivery: 'body' });
    expect(cookies).toEqual([]);
    const next = await call('POST', 'refresh', { payload: { refreshToken: body.refreshToken } });
    expect(next.cookies).toEqual([]);
    expect(next.body.refreshToken).not.toBe(body.refreshToken);
    expect((await call('POST', 'refresh', {})).status).toBe(401);
    expect((await call('POST', 'refresh', { payload: { refreshToken: body.accessToken } })).status).toBe(400);
  });

  it('ends the access token with the sign-in: logout, revoked elsewhere, disabled', async () => {
    const here = (await login()).body.accessToken;
    const there = (await login()).body.accessToken;
    const sessions = await call('GET', 'sessions', { token: here });
    const items = sessions.body.items as { id: string; current: boolean }[];
    expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = items.find(({ current }) => !current)?.id ?? '';
    expect((await call('DELETE', `sessions/${other}`, { token: here })).status).toBe(204);
    expect((await call('DELETE', `sessions/${other}`, { token: here })).status).toBe(404);
    expect(await meStatus(there)).toBe(401);
    const logout = await call('POST', 'logout', { token: here });
    expect([logout.status, logout.cookies[0]?.value]).toEqual([204, '']);
    expect(await meStatus(here)).toBe(401);
    const third = (await login()).body.accessToken;
    const users = app.get(UsersService, { strict: false });
    const [user] = (await users.list({ limit: 1 }, {})).items;
    await users.update(user?.id ?? '', user?.version ?? 0, { status: 'DISABLED' });
    expect(await meStatus(third)).toBe(401);
  });

  it("does not end another user's session", async () => {
    const siti = (await login()).body.accessToken;
    const stranger = await createStaff(app, 'owner');
    const sessions = await call('GET', 'sessions', { token: siti });
    const [own] = sessions.body.items as { id: string }[];
    expect((await call('DELETE', `sessions/${own?.id}`, { token: stranger.token })).status).toBe(404);
    expect(await meStatus(siti)).toBe(200);
  });

  it('changes the password: other devices are out, this one goes on with new tokens', async () => {
    const here = (await login()).body.accessToken;
    const there = (await login()).body.accessToken;
    const change = (payload: object): Promise<Answer> => call('POST', 'password', { token: here, payload });
    const weak = await change({ currentPassword: PASSWORD, newPassword: 'password123' });
    expect([weak.status, weak.body.code]).toEqual([422, 'IAM_WEAK_PASSWORD']);
    expect(weak.body.errors).toMatchObject([{ path: 'newPassword', code: 'TOO_COMMON' }]);
    const wrong = await change({ currentPassword: 'wrong', newPassword: 'another long one' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'IAM_WRONG_PASSWORD']);
    const done = await change({ currentPassword: PASSWORD, newPassword: 'another long one' });
    expect(done.status).toBe(200);
    expect([await meStatus(here), await meStatus(there), await meStatus(done.body.accessToken)]).toEqual([
      401, 401, 200,
    ]);
    expect((await login()).status).toBe(401);
    expect((await login({ password: 'another long one' })).status).toBe(200);
  });

  it('makes the first owner by a one-time token, once', async () => {
    await database.execute('truncate users cascade');
    const token = await app.get(BootstrapService, { strict: false }).createOwnerToken();
    const payload = { token, email: 'Pemilik@contoh.net', name: 'Pemilik', password: PASSWORD };
    const wrong = await call('POST', 'bootstrap', { payload: { ...payload, token: 'guess' } });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'IAM_BOOTSTRAP_REFUSED']);
    const tries = await Promise.all(
      [1, 2].map((n) => call('POST', 'bootstrap', { payload: { ...payload, name: `P${n}` } })),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 401]);
    const owner = tries.find(({ status }) => status === 201);
    expect(owner?.body.user).toMatchObject({ role: 'owner', allSites: true, email: 'pemilik@contoh.net' });
    expect(await meStatus(owner?.body.accessToken ?? '')).toBe(200);
  });
});
