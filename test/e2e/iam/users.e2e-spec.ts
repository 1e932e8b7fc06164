import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BUILT_IN_ROLE_KEYS, expandGrants, type Site, SitesService } from '@app/iam';
import { Database, permissionCatalogue } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff, type Staff } from '../../support/staff';

describe('users, roles, sites', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let bandung: Site;
  let denpasar: Site;
  let owner: Staff;
  let localAdmin: Staff;
  let cashier: Staff;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    const sites = app.get(SitesService, { strict: false });
    bandung = await sites.create({ code: 'BDG', name: 'Bandung', timeZone: 'Asia/Jakarta' });
    denpasar = await sites.create({ code: 'DPS', name: 'Denpasar', timeZone: 'Asia/Makassar' });
    owner = await createStaff(app, 'owner');
    localAdmin = await createStaff(app, 'admin', [bandung.id]);
    cashier = await createStaff(app, 'cashier', [bandung.id]);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  interface Body {
    id: string;
    version: number;
    code: string;
    items: { id: string; key: string; code: string; role: string; permissions: string[] }[];
    errors: { path: string }[];
  }
  const call = async (who: Staff | undefined, method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) => {
    const response = await app.inject({
      method,
      url: `/api/v1/${path}`,
      ...(who ? { headers: who.headers } : {}),
      ...(payload ? { payload } : {}),
    });
    return { status: response.statusCode, body: response.json<Body>(), text: response.body };
  };
  let count = 0;
  const fresh = (more: object = {}): object => ({
    email: `new${count++}@contoh.net`,
    name: 'Baru',
    role: 'cashier',
    siteIds: [bandung.id],
    ...more,
  });

  it('creates, shows, lists and changes users, and never shows a hash', async () => {
    const created = await call(owner, 'POST', 'users', fresh({ password: 'panjang dan rahasia', name: ' Rina ' }));
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      name: 'Rina',
      role: 'cashier',
      siteIds: [bandung.id],
      status: 'ACTIVE',
      version: 1,
    });
    const changed = await call(owner, 'PATCH', `users/${created.body.id}`, { version: 1, role: 'technician' });
    expect(changed.body).toMatchObject({ role: 'technician', version: 2 });
    const stale = await call(owner, 'PATCH', `users/${created.body.id}`, { version: 1, name: 'X' });
    expect([stale.status, stale.body.code]).toEqual([409, 'CORE_STALE_VERSION']);
    const list = await call(owner, 'GET', 'users?sort=-createdAt&limit=200&withTotal=true');
    expect(list.body.items.length).toBeGreaterThan(3);
    expect([created.text, list.text].join()).not.toMatch(/argon2|passwordHash|tokenVersion/);
  });

  it('lets a role do only what it may (Z1)', async () => {
    for (const [method, path, payload] of [
      ['GET', 'users'],
      ['POST', 'users', fresh()],
      ['GET', 'roles'],
      ['POST', 'sites', { code: 'NEW', name: 'New', timeZone: 'Asia/Jakarta' }],
      ['PATCH', `sites/${bandung.id}`, { version: 1, name: 'X' }],
    ] as const) {
      expect((await call(undefined, method, path, payload)).status).toBe(401);
      expect(await call(cashier, method, path, payload)).toMatchObject({
        status: 403,
        body: { code: 'IAM_FORBIDDEN' },
      });
    }
    expect((await call(cashier, 'GET', 'sites')).status).toBe(200);
  });

  it('lets nobody grant above himself (Z4)', async () => {
    const [asOwner, asAll, elsewhere] = [
      fresh({ role: 'owner' }),
      fresh({ allSites: true }),
      fresh({ siteIds: [denpasar.id] }),
    ];
    expect(await call(localAdmin, 'POST', 'users', asOwner)).toMatchObject({
      status: 403,
      body: { code: 'IAM_ROLE_ABOVE_OWN' },
    });
    expect(await call(localAdmin, 'POST', 'users', asAll)).toMatchObject({
      status: 403,
      body: { code: 'IAM_SITES_ABOVE_OWN' },
    });
    expect(await call(localAdmin, 'POST', 'users', elsewhere)).toMatchObject({ status: 404 });
    expect(await call(localAdmin, 'POST', 'users', fresh({ role: 'admin' }))).toMatchObject({ status: 201 });
    expect(await call(localAdmin, 'GET', `users/${owner.id}`)).toMatchObject({ status: 404 });
  });

  it('makes a role change count at the next request (A6)', async () => {
    const demoted = await createStaff(app, 'admin');
    expect((await call(demoted, 'GET', 'users')).status).toBe(200);
    await call(owner, 'PATCH', `users/${demoted.id}`, { version: 1, role: 'cashier' });
    expect((await call(demoted, 'GET', 'users')).status).toBe(401);
  });

  it('keeps the last owner (Z4)', async () => {
    const refused = await call(owner, 'PATCH', `users/${owner.id}`, { version: 1, status: 'DISABLED' });
    expect([refused.status, refused.body.code]).toEqual([409, 'IAM_LAST_OWNER']);
    expect((await call(owner, 'GET', 'auth/me')).status).toBe(200);
  });

  it.each([
    ['POST', { email: 'x' }, 'email'],
    ['POST', { tokenVersion: 0 }, 'tokenVersion'],
    ['POST', { status: 'ACTIVE' }, 'status'],
    ['POST', { roleId: '01890000-0000-7000-8000-000000000000' }, 'roleId'],
    ['POST', { name: '\u0000' }, 'name'],
    ['POST', { name: '   ' }, 'name'],
    ['POST', { name: null }, 'name'],
    ['POST', { allSites: null }, 'allSites'],
    ['POST', { allSites: 'true' }, 'allSites'],
    ['POST', { siteIds: ['1'] }, 'siteIds'],
    ['POST', { siteIds: 'all' }, 'siteIds'],
    ['POST', { role: ['owner'] }, 'role'],
    ['POST', { role: 'constructor' }, 'role'],
    ['POST', { language: 'fr' }, 'language'],
    ['PATCH', { version: undefined }, 'version'],
    ['PATCH', { version: 1.5 }, 'version'],
    ['PATCH', { version: '1' }, 'version'],
    ['PATCH', { name: null }, 'name'],
    ['PATCH', { status: 'GONE' }, 'status'],
    ['PATCH', { email: 'new@contoh.net' }, 'email'],
    ['PATCH', { passwordHash: 'x' }, 'passwordHash'],
  ] as const)('refuses %s %j and changes nothing', async (method, change, path) => {
    const database = app.get(Database, { strict: false });
    const state = (): Promise<unknown[]> => database.query('select u::text from users u order by id');
    const before = await state();
    const answer =
      method === 'POST'
        ? await call(owner, 'POST', 'users', fresh(change))
        : await call(owner, 'PATCH', `users/${cashier.id}`, { version: 1, ...change });
    expect([answer.status, answer.body.code]).toEqual([400, 'CORE_VALIDATION_FAILED']);
    expect(answer.body.errors.map((error) => error.path)).toContainEqual(expect.stringContaining(path));
    expect(await state()).toEqual(before);
  });

  it('has nothing to do with prototypes', async () => {
    const payload = '{"email":"p@contoh.net","name":"P","role":"cashier","__proto__":{"allSites":true}}';
    const headers = { ...owner.headers, 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/users', headers, payload });
    expect(answer.statusCode).toBe(400);
  });

  it('shows roles with what they hold, and the catalogue in both languages', async () => {
    const roles = await call(owner, 'GET', 'roles');
    expect(roles.body.items.map(({ key }) => key)).toEqual([...BUILT_IN_ROLE_KEYS].sort());
    const catalogue = await call(owner, 'GET', 'permissions');
    const all = catalogue.body.items.map(({ key }) => key);
    expect(roles.body.items.find(({ key }) => key === 'owner')?.permissions).toEqual(all);
    expect(catalogue.body.items.find(({ key }) => key === 'site:read')).toMatchObject({
      description: { id: 'Melihat situs', en: 'See sites' },
    });
  });

  it('has built-in roles that name only permissions which exist', async () => {
    const known = new Set(permissionCatalogue().map(({ key }) => key));
    const rows = await app
      .get(Database, { strict: false })
      .query<{ grant: string }>('select distinct unnest(permissions) as grant from roles where built_in');
    const dead = rows.filter(({ grant }) => expandGrants([grant.replace('!', '')], [...known]).size === 0);
    expect(dead).toEqual([]);
  });

  it('shows sites in scope only and keeps code and currency', async () => {
    const seen = await call(localAdmin, 'GET', 'sites');
    expect(seen.body.items.map(({ code }) => code)).toEqual(['BDG']);
    expect((await call(localAdmin, 'GET', `sites/${denpasar.id}`)).status).toBe(404);
    expect((await call(localAdmin, 'PATCH', `sites/${denpasar.id}`, { version: 1, name: 'X' })).status).toBe(404);
    expect((await call(owner, 'PATCH', `sites/${bandung.id}`, { version: 1, currency: 'USD' })).status).toBe(400);
    expect((await call(owner, 'POST', 'sites', { code: 'bdg', name: 'B', timeZone: 'Asia/Jakarta' })).status).toBe(400);
    expect((await call(owner, 'POST', 'sites', { code: 'BDG', name: 'B', timeZone: 'Asia/Jakarta' })).status).toBe(409);
    expect((await call(owner, 'POST', 'sites', { code: 'SBY', name: 'S', timeZone: 'Asia/Surabaya' })).status).toBe(
      400,
    );
    expect((await call(owner, 'GET', 'sites/1')).status).toBe(400);
  });
});
