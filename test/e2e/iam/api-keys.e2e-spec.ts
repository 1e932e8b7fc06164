import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { UsersService } from '@app/iam';
import { Database, type Problem } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff, type Staff } from '../../support/staff';

interface Made {
  apiKey: { id: string; prefix: string; version: number; siteIds: string[]; lastUsedAt: string | null };
  token: string;
}

describe('API keys', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let owner: Staff;
  const sites: string[] = [];

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { RATE_LIMIT_API_KEY_PER_MINUTE: '50' } });
    database = app.get(Database);
    owner = await createStaff(app, 'owner');
    for (const code of ['BDG', 'DPS']) {
      const id = uuidv7();
      sites.push(id);
      await database.execute(
        `insert into sites (id, code, name, time_zone, currency) values ($1, $2, $2, 'Asia/Jakarta', 'IDR')`,
        [id, code],
      );
      await database.execute(
        `insert into customers (id, site_id, code, name, time_zone) values ($1, $1, $2, $2, 'Asia/Jakarta')`,
        [id, code],
      );
    }
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, bearer: string, payload?: object) =>
    app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${bearer}`, 'accept-language': 'en' },
      ...(payload ? { payload } : {}),
    });
  const make = async (staff: Staff, input: object = {}): Promise<Made> => {
    const answer = await call('POST', '/api-keys', staff.token, {
      name: 'Akuntansi',
      permissions: ['customer:read'],
      allSites: true,
      ...input,
    });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json<Made>();
  };
  const codes = async (bearer: string): Promise<string[]> => {
    const answer = await call('GET', '/customers', bearer);
    return answer.json<{ items: { code: string }[] }>().items.map(({ code }) => code);
  };

  it('are shown whole once, and kept as a hash', async () => {
    const { apiKey, token } = await make(owner);
    expect(token).toMatch(/^lk_[a-z2-7]{10}_[\w-]{43}$/);
    expect(token.startsWith(`${apiKey.prefix}_`)).toBe(true);
    const shown = await call('GET', `/api-keys/${apiKey.id}`, owner.token);
    expect(shown.body).not.toContain(token.slice(14));
    const [row] = await database.query<{ row: string }>('select k::text as row from api_keys k where id = $1', [
      apiKey.id,
    ]);
    expect(row?.row).not.toContain(token.slice(14));
  });

  it('open what they may and nothing else', async () => {
    const { token, apiKey } = await make(owner);
    expect((await codes(token)).sort()).toEqual(['BDG', 'DPS']);
    for (const [method, url] of [
      ['POST', '/customers'],
      ['GET', '/users'],
      ['GET', '/api-keys'],
      ['GET', '/webhook-endpoints'],
    ] as const) {
      expect((await call(method, url, token, method === 'POST' ? {} : undefined)).statusCode).toBe(403);
    }
    for (const [method, url] of [
      ['GET', '/auth/me'],
      ['GET', '/auth/sessions'],
      ['POST', '/auth/logout'],
    ] as const) {
      const answer = await call(method, url, token);
      expect([url, answer.statusCode, answer.json<Problem>().code]).toEqual([url, 403, 'IAM_PERSONS_ONLY']);
    }
    const { lastUsedAt } = (await call('GET', `/api-keys/${apiKey.id}`, owner.token)).json<Made['apiKey']>();
    expect(lastUsedAt).not.toBeNull();
  });

  it('see the sites that they were made for', async () => {
    const { token } = await make(owner, { allSites: false, siteIds: [sites[1]] });
    expect(await codes(token)).toEqual(['DPS']);
    expect((await call('GET', `/customers/${sites[0]}`, token)).statusCode).toBe(404);
  });

  it('Z4: are never above their creator', async () => {
    const admin = await createStaff(app, 'admin', [sites[0]!]);
    const attempt = async (input: object) => {
      const body = { name: 'x', permissions: ['customer:read'], ...input };
      const answer = await call('POST', '/api-keys', admin.token, body);
      return [answer.statusCode, answer.json<Problem>().code];
    };
    expect(await attempt({ permissions: ['owner:appoint'] })).toEqual([422, 'IAM_PERMISSION_NOT_FOR_KEYS']);
    expect(await attempt({ permissions: ['api-key:write'] })).toEqual([422, 'IAM_PERMISSION_NOT_FOR_KEYS']);
    expect(await attempt({ permissions: ['webhook:write'] })).toEqual([403, 'IAM_PERMISSION_ABOVE_OWN']);
    expect(await attempt({ permissions: ['customer:fly'] })).toEqual([400, 'CORE_VALIDATION_FAILED']);
    expect(await attempt({ siteIds: [sites[1]] })).toEqual([404, 'CORE_NOT_FOUND']);
    expect(await attempt({ permissions: ['customer:read'], role: 'owner' })).toEqual([400, 'CORE_VALIDATION_FAILED']);
    const { token, apiKey } = await make(admin);
    expect(await codes(token)).toEqual(['BDG']);
    const stranger = await createStaff(app, 'admin', [sites[0]!]);
    expect((await call('GET', `/api-keys/${apiKey.id}`, stranger.token)).statusCode).toBe(404);
    expect((await call('DELETE', `/api-keys/${apiKey.id}`, stranger.token)).statusCode).toBe(404);
    expect((await call('GET', `/api-keys/${apiKey.id}`, owner.token)).statusCode).toBe(200);
  });

  it('lose what their creator loses, at the next request', async () => {
    const admin = await createStaff(app, 'admin');
    const { token } = await make(admin, { permissions: ['customer:read', 'router:read'] });
    expect((await call('GET', '/routers', token)).statusCode).toBe(200);
    const users = app.get(UsersService, { strict: false });
    await users.update(admin.id, (await users.get(admin.id)).version, {
      role: 'cashier',
      allSites: false,
      siteIds: [sites[0]!],
    });
    expect((await call('GET', '/routers', token)).statusCode).toBe(403);
    expect(await codes(token)).toEqual(['BDG']);
    await users.update(admin.id, (await users.get(admin.id)).version, { status: 'DISABLED' });
    expect((await call('GET', '/customers', token)).statusCode).toBe(401);
  });

  it('are refused when revoked, expired, wrong or mangled', async () => {
    const { apiKey, token } = await make(owner);
    const other = await make(owner);
    const mixed = `${apiKey.prefix}_${other.token.slice(-43)}`;
    for (const wrong of [mixed, token.slice(0, -1), `${token}x`, token.toUpperCase(), 'lk__', `lk_${'a'.repeat(60)}`]) {
      expect((await call('GET', '/customers', wrong)).statusCode).toBe(401);
    }
    expect((await call('DELETE', `/api-keys/${apiKey.id}`, owner.token)).statusCode).toBe(204);
    expect((await call('GET', '/customers', token)).statusCode).toBe(401);
    expect((await call('DELETE', `/api-keys/${apiKey.id}`, owner.token)).statusCode).toBe(404);
    await database.execute(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [
      other.apiKey.id,
    ]);
    expect((await call('GET', '/customers', other.token)).statusCode).toBe(401);
    const expired = await call('GET', '/api-keys?state=EXPIRED', owner.token);
    expect(expired.json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toEqual([other.apiKey.id]);
  });

  it('change with an edit, of the newest version only', async () => {
    const { apiKey, token } = await make(owner);
    const edit = { version: 1, permissions: ['site:read'], allSites: false, siteIds: [sites[0]] };
    expect((await call('PATCH', `/api-keys/${apiKey.id}`, owner.token, edit)).statusCode).toBe(200);
    expect((await call('PATCH', `/api-keys/${apiKey.id}`, owner.token, edit)).statusCode).toBe(409);
    expect((await call('GET', '/customers', token)).statusCode).toBe(403);
    const seen = (await call('GET', '/sites', token)).json<{ items: { id: string }[] }>();
    expect(seen.items.map(({ id }) => id)).toEqual([sites[0]]);
  });

  it('E2: have a limit of their own, wherever they are used from', async () => {
    const [one, other] = [await make(owner), await make(owner)];
    const statuses = new Set<number>();
    for (let n = 0; n < 52; n++) {
      const headers = { authorization: `Bearer ${one.token}` };
      const answer = await app.inject({ url: '/api/v1/sites', headers, remoteAddress: `198.51.100.${n}` });
      statuses.add(answer.statusCode);
    }
    expect([...statuses].sort()).toEqual([403, 429]);
    expect((await call('GET', '/customers', other.token)).statusCode).toBe(200);
  });
});
