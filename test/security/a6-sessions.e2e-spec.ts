import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IamConfig, PurgeSignInsJob, SignInPurgeRepository, UsersService } from '@app/iam';
import { Database, readConfig } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { PASSWORD, SignInClient } from '../support/sign-in';

const EMAIL = 'siti@contoh.net';

interface Listed {
  items: { id: string; ip: string; userAgent: string; current: boolean; createdAt: string; lastUsedAt: string }[];
}

describe('A6 sessions', () => {
  let testDatabase: TestDatabase;
  /** Two processes of one installation: what one of them ends, the other must know at once. */
  let apps: NestFastifyApplication[];
  let here: SignInClient;
  let there: SignInClient;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    apps = [await createApiApp({ database: testDatabase }), await createApiApp({ database: testDatabase })];
    [here, there] = apps.map((app) => new SignInClient(app)) as [SignInClient, SignInClient];
    database = apps[0]!.get(Database, { strict: false });
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await testDatabase.drop();
  });
  beforeEach(() => database.execute('truncate users, sign_in_throttles cascade'));

  const users = () => apps[0]!.get(UsersService, { strict: false });
  /** A token that both processes have seen to be good. */
  const warmToken = async (email = EMAIL): Promise<string> => {
    const { accessToken } = (await here.login(email)).body;
    for (const client of [here, there]) expect(await client.meStatus(accessToken)).toBe(200);
    return accessToken;
  };
  const refresh = (refreshToken: string, client = here) =>
    client.call<{ accessToken: string; refreshToken: string }>('POST', 'auth/refresh', { payload: { refreshToken } });

  it('give access tokens of at most 15 minutes', async () => {
    await here.user(EMAIL);
    const { accessToken } = (await here.login(EMAIL)).body;
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as {
      exp: number;
      iat: number;
    };
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(900);
    expect(readConfig(IamConfig, { IAM_ACCESS_TOKEN_SECONDS: '901' }).mistakes).toHaveLength(1);
  });

  it('keep refresh tokens opaque, of 256 bits, as hashes, and rotate them at each use', async () => {
    await here.user(EMAIL);
    const { refreshToken } = (await here.login(EMAIL)).body;
    expect(Buffer.from(refreshToken, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(await database.query('select t::text from refresh_tokens t'))).not.toContain(refreshToken);
    const next = await refresh(refreshToken);
    expect(next.status).toBe(200);
    expect(next.body.refreshToken).not.toBe(refreshToken);
  });

  it('revoke the family when an old refresh token comes back, in every process', async () => {
    await here.user(EMAIL);
    const first = (await here.login(EMAIL)).body;
    const second = (await refresh(first.refreshToken)).body;
    const other = await warmToken();
    expect(await there.meStatus(second.accessToken)).toBe(200);
    expect((await refresh(first.refreshToken, there)).status).toBe(401);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    for (const client of [here, there]) expect(await client.meStatus(second.accessToken)).toBe(401);
    expect(await here.meStatus(other)).toBe(200);
  });

  it.each<[string, (token: string, user: { id: string; version: number }) => Promise<unknown>]>([
    ['logout', (token) => here.call('POST', 'auth/logout', { token })],
    [
      'a changed password',
      (token) =>
        here.call('POST', 'auth/password', {
          token,
          payload: { currentPassword: PASSWORD, newPassword: 'ombak karang perahu' },
        }),
    ],
    ['a changed role', (_token, { id, version }) => users().update(id, version, { role: 'technician' })],
    ['a changed scope', (_token, { id, version }) => users().update(id, version, { allSites: false, siteIds: [] })],
    ['being disabled', (_token, { id, version }) => users().update(id, version, { status: 'DISABLED' })],
  ])('end with %s at the very next request, in every process', async (_what, end) => {
    const user = await here.user(EMAIL);
    const token = await warmToken();
    await end(token, user);
    expect([await there.meStatus(token), await here.meStatus(token)]).toEqual([401, 401]);
  });

  it('follow a changed permission of the role at the next request', async () => {
    await here.user(EMAIL);
    const token = await warmToken();
    expect((await there.call('GET', 'customers', { token })).status).toBe(200);
    await database.execute(
      `update roles set permissions = array_remove(permissions, 'customer:read') where key = 'cashier'`,
    );
    expect((await there.call('GET', 'customers', { token })).status).toBe(403);
    await database.execute(`update roles set permissions = permissions || '{customer:read}' where key = 'cashier'`);
  });

  it('are listed with address, agent, times, and which is this one', async () => {
    await here.user(EMAIL);
    const agent = { 'user-agent': 'Firefox di kantor' };
    const first = await here.login(EMAIL, {}, { ip: '198.51.100.4', headers: agent });
    const second = await here.login(EMAIL, {}, { ip: '198.51.100.5' });
    const token = first.body.accessToken;
    const { items } = (await here.call<Listed>('GET', 'auth/sessions', { token })).body;
    expect(items.map(({ ip, current }) => [ip, current])).toEqual([
      ['198.51.100.5', false],
      ['198.51.100.4', true],
    ]);
    const mine = items.find(({ current }) => current);
    expect(mine).toMatchObject({ userAgent: 'Firefox di kantor' });
    const before = mine?.lastUsedAt ?? '';
    await refresh(first.body.refreshToken);
    const again = (await here.call<Listed>('GET', 'auth/sessions', { token })).body.items.find(
      ({ current }) => current,
    );
    expect(Date.parse(again?.lastUsedAt ?? '')).toBeGreaterThan(Date.parse(before));
    expect(again?.createdAt).toBe(mine?.createdAt);
    const other = items.find(({ current }) => !current)?.id ?? '';
    expect((await here.call('DELETE', `auth/sessions/${other}`, { token })).status).toBe(204);
    expect(await there.meStatus(second.body.accessToken)).toBe(401);
  });

  it('are listed and ended by an administrator, one or all of them, not above his role', async () => {
    const victim = await here.user(EMAIL);
    const owner = await here.user('pemilik@contoh.net', 'owner');
    await here.user('admin@contoh.net', 'admin');
    const admin = await warmToken('admin@contoh.net');
    const [one, two] = [await warmToken(), await warmToken()];
    const path = `users/${victim.id}/sessions`;
    const { items } = (await here.call<Listed>('GET', path, { token: admin })).body;
    expect(items.map(({ current }) => current)).toEqual([false, false]);
    const last = items.at(-1)?.id ?? '';
    expect((await here.call('DELETE', `users/${owner.id}/sessions/${last}`, { token: admin })).status).toBe(403);
    expect((await here.call('DELETE', `${path}/${last}`, { token: admin })).status).toBe(204);
    expect((await here.call('DELETE', `${path}/${last}`, { token: admin })).status).toBe(404);
    expect([await there.meStatus(one), await there.meStatus(two)]).toEqual([401, 200]);
    expect((await here.call('DELETE', path, { token: admin })).status).toBe(204);
    expect(await there.meStatus(two)).toBe(401);
    expect((await here.call('DELETE', `users/${owner.id}/sessions`, { token: admin })).code).toBe('IAM_ROLE_ABOVE_OWN');
    const cashier = (await here.login(EMAIL)).body.accessToken;
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await here.call(method, `users/${owner.id}/sessions`, { token: cashier })).status).toBe(403);
    }
  });

  it('are deleted a month after they are over, with their tokens', async () => {
    await here.user(EMAIL);
    for (let n = 0; n < 3; n++) await here.login(EMAIL);
    await database.execute(
      `update sign_ins set revoked_at = now() - case when id = (select min(id::text)::uuid from sign_ins)
         then interval '31 days' else interval '29 days' end
       where id <> (select max(id::text)::uuid from sign_ins)`,
    );
    const job = new PurgeSignInsJob(new SignInPurgeRepository(database));
    await expect(job.handle({}, { signal: new AbortController().signal } as never)).resolves.toMatchObject({
      sign_ins: 1,
      refresh_tokens: 0,
    });
    const left = await database.query<{ n: number }>(
      'select count(*)::int as n from sign_ins union all select count(*)::int from refresh_tokens',
    );
    expect(left).toEqual([{ n: 2 }, { n: 2 }]);
  });
});
