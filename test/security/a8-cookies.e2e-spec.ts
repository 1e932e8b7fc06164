import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { type Answer, SignInClient } from '../support/sign-in';

const EMAIL = 'siti@contoh.net';
const PANEL = 'https://panel.contoh.net';
const OTHER_PANEL = 'https://admin.contoh.net';
const ASKED = { 'x-requested-with': 'panel' };

describe('A8 cookies', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let client: SignInClient;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { PUBLIC_URL: PANEL, CORS_ORIGINS: OTHER_PANEL } });
    client = new SignInClient(app);
    await client.user(EMAIL);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const signIn = async (): Promise<Record<string, string>> => {
    const { cookies } = await client.login(EMAIL, { delivery: 'cookie' });
    return Object.fromEntries(cookies.map(({ name, value }) => [name, value]));
  };
  const refresh = (cookies: Record<string, string>, headers: Record<string, string>): Promise<Answer> =>
    client.call('POST', 'auth/refresh', { cookies, headers });

  it('carry the __Host- prefix, Secure, HttpOnly, SameSite=Strict, the path / and no domain', async () => {
    const { cookies, body } = await client.login(EMAIL, { delivery: 'cookie' });
    expect(cookies.map(({ name }) => name)).toEqual(['__Host-refresh', '__Host-device']);
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict', path: '/' });
      expect(cookie).not.toHaveProperty('domain');
    }
    expect(JSON.stringify(body)).not.toContain(cookies[0]?.value);
  });

  it('refresh for a page of ours that says so in a header', async () => {
    const own: Record<string, string>[] = [
      ASKED,
      { ...ASKED, origin: PANEL },
      { ...ASKED, origin: PANEL, 'sec-fetch-site': 'same-origin' },
      { ...ASKED, 'sec-fetch-site': 'same-origin' },
      { ...ASKED, origin: OTHER_PANEL, 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of own)
      expect([headers, (await refresh(await signIn(), headers)).status]).toEqual([headers, 200]);
  });

  it('do nothing for another site, and their token stays good', async () => {
    const cookies = await signIn();
    const foreign: Record<string, string>[] = [
      {},
      { origin: PANEL },
      { 'x-requested-with': '' },
      { ...ASKED, origin: 'https://evil.test' },
      { ...ASKED, origin: 'null' },
      { ...ASKED, origin: 'http://panel.contoh.net' },
      { ...ASKED, origin: 'https://panel.contoh.net.evil.test' },
      { ...ASKED, 'sec-fetch-site': 'cross-site' },
      { ...ASKED, 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const answer = await refresh(cookies, headers);
      expect([headers, answer.status, answer.code]).toEqual([headers, 403, 'IAM_CSRF_REFUSED']);
    }
    expect((await refresh(cookies, ASKED)).status).toBe(200);
  });

  it('sign out with the same care, and go away', async () => {
    const { body, cookies: set } = await client.login(EMAIL, { delivery: 'cookie' });
    const cookies = { '__Host-refresh': set[0]?.value ?? '' };
    const token = body.accessToken;
    const logout = (headers: Record<string, string>) => client.call('POST', 'auth/logout', { token, cookies, headers });
    expect((await logout({})).code).toBe('IAM_CSRF_REFUSED');
    const done = await logout(ASKED);
    expect([done.status, done.cookies[0]?.name, done.cookies[0]?.value]).toEqual([204, '__Host-refresh', '']);
    expect((await refresh(cookies, ASKED)).status).toBe(401);
  });

  it('authenticate nothing but the refresh: no other route looks at them', async () => {
    const cookies = await signIn();
    for (const path of ['auth/me', 'auth/sessions', 'customers', 'users']) {
      expect([path, (await client.call('GET', path, { cookies, headers: ASKED })).status]).toEqual([path, 401]);
    }
    expect((await client.call('POST', 'auth/logout', { cookies, headers: ASKED })).status).toBe(401);
  });

  it('are not sent to other origins: CORS lets the listed ones in, exactly', async () => {
    const preflight = async (origin: string): Promise<unknown> => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      const answer = await app.inject({ method: 'OPTIONS', url: '/api/v1/auth/refresh', headers });
      return answer.headers['access-control-allow-origin'];
    };
    expect(await preflight(OTHER_PANEL)).toBe(OTHER_PANEL);
    for (const origin of ['https://evil.test', 'null', `${OTHER_PANEL}.evil.test`]) {
      expect(await preflight(origin)).toBeUndefined();
    }
  });
});
