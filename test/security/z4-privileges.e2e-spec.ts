import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CustomersService, ResellersService } from '@app/customers';
import { type BuiltInRoleKey, type Site, SitesService, StaffTokens } from '@app/iam';
import { type Problem } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { createStaff, type Staff } from '../support/staff';

interface Body extends Problem {
  id: string;
  version: number;
  key: string;
  permissions: string[];
  items: { id: string; key: string }[];
}

describe('Z4 privileges', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let site: Site;
  let owner: Staff;
  let admin: Staff;
  let made = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database, env: { IAM_TOTP_ENFORCED: 'false' } });
    const sites = app.get(SitesService, { strict: false });
    site = await sites.create({ code: 'BDG', name: 'Bandung', timeZone: 'Asia/Jakarta' });
    owner = await createStaff(app, 'owner');
    admin = await createStaff(app, 'admin');
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  type Who = Pick<Staff, 'headers'>;
  const call = async (who: Who, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) => {
    const url = `/api/v1/${path}`;
    const answer = await app.inject({ method, url, headers: who.headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json<Body>()) as Body };
  };
  const code = async (answer: ReturnType<typeof call>): Promise<[number, string]> => {
    const { status, body } = await answer;
    return [status, body.code];
  };
  const role = (permissions: string[], who: Who = owner) =>
    call(who, 'POST', 'roles', { key: `own-${++made}`, name: 'Own', permissions });
  /** Somebody with a new role of exactly these permissions. */
  const staffWith = async (permissions: string[], sites: readonly string[] | 'all' = 'all') => {
    const { body } = await role(permissions);
    return { role: body, staff: await createStaff(app, body.key as BuiltInRoleKey, sites) };
  };
  const freshToken = async (userId: string): Promise<Who> => ({
    headers: { authorization: `Bearer ${await app.get(StaffTokens, { strict: false }).issueFor(userId, 'test')}` },
  });

  describe('roles', () => {
    it('are made, changed and deleted out of the catalogue', async () => {
      const { status, body } = await role(['customer:read', 'invoice:read', 'customer:read']);
      expect([status, body.permissions]).toEqual([201, ['customer:read', 'invoice:read']]);
      const edit = { version: body.version, name: 'Other', permissions: ['plan:read'] };
      const changed = await call(owner, 'PATCH', `roles/${body.id}`, edit);
      expect(changed.body).toMatchObject({ name: 'Other', permissions: ['plan:read'], builtIn: false });
      expect(await code(call(owner, 'PATCH', `roles/${body.id}`, edit))).toEqual([409, 'CORE_STALE_VERSION']);
      expect((await call(owner, 'DELETE', `roles/${body.id}`)).status).toBe(204);
      expect((await call(owner, 'GET', `roles/${body.id}`)).status).toBe(404);
    });

    it.each([['*:*'], ['customer:*'], ['customer:fly'], ['!customer:read'], ['__proto__']])(
      'hold no %s, only permissions that exist',
      async (permission) => {
        const { status, body } = await role(['customer:read', permission]);
        expect([status, body.errors.map(({ path }) => path)]).toEqual([400, ['permissions[1]']]);
      },
    );

    it('are never made above one’s own, nor raised, nor touched when they are', async () => {
      expect(await code(role(['owner:appoint'], admin))).toEqual([403, 'IAM_ROLE_ABOVE_OWN']);
      const low = await staffWith(['role:write', 'role:read', 'customer:read', 'user:write', 'user:read']);
      expect(await code(role(['payment:record'], low.staff))).toEqual([403, 'IAM_ROLE_ABOVE_OWN']);
      const raised = call(low.staff, 'PATCH', `roles/${low.role.id}`, { version: 1, permissions: ['payment:record'] });
      expect(await code(raised)).toEqual([403, 'IAM_ROLE_ABOVE_OWN']);
      const { body: above } = await role(['owner:appoint']);
      for (const attempt of [
        call(admin, 'PATCH', `roles/${above.id}`, { version: 1, name: 'X' }),
        call(admin, 'PATCH', `roles/${above.id}`, { version: 1, permissions: [] }),
        call(admin, 'PATCH', `roles/${above.id}`, { version: 1, totpRequired: false }),
        call(admin, 'DELETE', `roles/${above.id}`),
        call(low.staff, 'POST', 'users', { email: 'x@test.invalid', name: 'X', role: 'admin' }),
        call(low.staff, 'PATCH', `users/${low.staff.id}`, { version: 1, role: 'owner' }),
      ]) {
        expect(await code(attempt)).toEqual([403, 'IAM_ROLE_ABOVE_OWN']);
      }
    });

    it('of the product stay as they are, but for TOTP', async () => {
      const { items } = (await call(owner, 'GET', 'roles')).body;
      const cashier = items.find(({ key }) => key === 'cashier')?.id ?? '';
      const { version } = (await call(owner, 'GET', `roles/${cashier}`)).body;
      const path = `roles/${cashier}`;
      expect(await code(call(owner, 'PATCH', path, { version, permissions: [] }))).toEqual([409, 'IAM_ROLE_BUILT_IN']);
      expect(await code(call(owner, 'PATCH', path, { version, name: 'X' }))).toEqual([409, 'IAM_ROLE_BUILT_IN']);
      expect(await code(call(owner, 'DELETE', path))).toEqual([409, 'IAM_ROLE_BUILT_IN']);
      const strict = await call(owner, 'PATCH', path, { version, totpRequired: true });
      expect(strict.body).toMatchObject({ totpRequired: true, builtIn: true });
    });

    it('in use are not deleted', async () => {
      const { role: used } = await staffWith(['customer:read']);
      expect(await code(call(owner, 'DELETE', `roles/${used.id}`))).toEqual([409, 'IAM_ROLE_IN_USE']);
    });

    it('are changed by nobody who does not see every site', async () => {
      const local = await createStaff(app, 'admin', [site.id]);
      const { body } = await role(['customer:read']);
      for (const attempt of [
        role(['customer:read'], local),
        call(local, 'PATCH', `roles/${body.id}`, { version: 1, name: 'X' }),
        call(local, 'DELETE', `roles/${body.id}`),
        call(local, 'GET', 'jobs'),
        call(local, 'GET', 'dead-letters'),
        call(local, 'GET', 'ledger/proof'),
      ]) {
        expect(await code(attempt)).toEqual([403, 'IAM_FORBIDDEN']);
      }
    });

    it('that change count at the next request', async () => {
      const { role: held, staff } = await staffWith(['customer:read', 'plan:read']);
      expect((await call(staff, 'GET', 'plans')).status).toBe(200);
      await call(owner, 'PATCH', `roles/${held.id}`, { version: 1, permissions: ['customer:read'] });
      expect(await code(call(staff, 'GET', 'customers'))).toEqual([401, 'IAM_UNAUTHENTICATED']);
      const fresh = await freshToken(staff.id);
      expect((await call(fresh, 'GET', 'customers')).status).toBe(200);
      expect(await code(call(fresh, 'GET', 'plans'))).toEqual([403, 'IAM_FORBIDDEN']);
      // a new name changes nothing for anybody
      await call(owner, 'PATCH', `roles/${held.id}`, { version: 2, name: 'Other' });
      expect((await call(fresh, 'GET', 'customers')).status).toBe(200);
    });
  });

  it('the last owner stays, whoever asks', async () => {
    const path = `users/${owner.id}`;
    for (const edit of [{ status: 'DISABLED' }, { role: 'admin' }]) {
      expect(await code(call(owner, 'PATCH', path, { version: 1, ...edit }))).toEqual([409, 'IAM_LAST_OWNER']);
      expect(await code(call(admin, 'PATCH', path, { version: 1, ...edit }))).toEqual([403, 'IAM_ROLE_ABOVE_OWN']);
    }
  });

  describe('a reseller', () => {
    let resellerId: string;
    let planId: string;

    beforeAll(async () => {
      const resellers = app.get(ResellersService, { strict: false });
      resellerId = (await resellers.create({ siteId: site.id, name: 'Sinar' })).id;
      const price = { amount: '150000', currency: 'IDR' };
      const plan = { siteId: site.id, code: 'HOME', name: 'Home', downloadKbps: 1_000, uploadKbps: 1_000, price };
      planId = (await call(owner, 'POST', 'plans', plan)).body.id;
    });
    const resellerStaff = async (roleKey: string): Promise<Staff & { userId: string }> => {
      const staff = await createStaff(app, roleKey as BuiltInRoleKey, [site.id]);
      const scoped = await call(owner, 'PATCH', `users/${staff.id}`, { version: 1, resellerId });
      expect(scoped.status).toBe(200);
      return { ...staff, ...(await freshToken(staff.id)), userId: staff.id };
    };

    it('changes neither prices nor plans nor himself, whatever his role holds', async () => {
      const price = { price: { amount: '1', currency: 'IDR' }, validFrom: '2098-01-01' };
      const plain = await resellerStaff('reseller');
      const mighty = await resellerStaff('owner');
      for (const [who, expected] of [
        [plain, [403, 'IAM_FORBIDDEN']],
        [mighty, [403, 'IAM_SCOPE_TOO_NARROW']],
      ] as const) {
        expect(await code(call(who, 'POST', `plans/${planId}/prices`, price))).toEqual(expected);
        expect(await code(call(who, 'PATCH', `plans/${planId}`, { version: 1, name: 'X' }))).toEqual(expected);
        const self = { version: 1, name: 'Sinar Besar' };
        expect(await code(call(who, 'PATCH', `resellers/${resellerId}`, self))).toEqual(expected);
      }
      expect((await call(plain, 'GET', `plans/${planId}`)).status).toBe(200);
    });

    it('makes users of his own only', async () => {
      const mighty = await resellerStaff('owner');
      const user = { email: `helper-${++made}@test.invalid`, name: 'Helper', role: 'reseller' };
      expect(await code(call(mighty, 'POST', 'users', user))).toEqual([403, 'IAM_SCOPE_ABOVE_OWN']);
      expect(await code(call(mighty, 'POST', 'users', { ...user, allSites: true }))).toEqual([
        403,
        'IAM_SITES_ABOVE_OWN',
      ]);
      const helper = await call(mighty, 'POST', 'users', { ...user, resellerId });
      expect(helper.body).toMatchObject({ resellerId, siteIds: [site.id], allSites: false });
      const escape = call(mighty, 'PATCH', `users/${helper.body.id}`, { version: 1, resellerId: null });
      expect(await code(escape)).toEqual([403, 'IAM_SCOPE_ABOVE_OWN']);
    });

    it('who is disabled is out at the next request, with everybody of his', async () => {
      const staff = await resellerStaff('reseller');
      expect((await call(staff, 'GET', 'customers')).status).toBe(200);
      const { version } = (await call(owner, 'GET', `resellers/${resellerId}`)).body;
      await call(owner, 'PATCH', `resellers/${resellerId}`, { version, status: 'DISABLED' });
      expect((await call(staff, 'GET', 'customers')).status).toBe(401);
      await call(owner, 'PATCH', `resellers/${resellerId}`, { version: version + 1, status: 'ACTIVE' });
      expect((await call(staff, 'GET', 'customers')).status).toBe(200);
    });
  });

  it('nobody gets two kinds of limits, and those who lose their last area see nothing', async () => {
    const areaId = (await call(owner, 'POST', 'areas', { siteId: site.id, name: 'Utara' })).body.id;
    const customers = app.get(CustomersService, { strict: false });
    await customers.create({ siteId: site.id, name: 'Siti', areaId });
    const collector = await createStaff(app, 'collector', [site.id]);
    const path = `users/${collector.id}`;
    const mixed = call(owner, 'PATCH', path, { version: 1, areaIds: [areaId], allSites: true });
    expect(await code(mixed)).toEqual([422, 'IAM_SCOPE_MIXED']);
    await call(owner, 'PATCH', path, { version: 1, areaIds: [areaId] });
    const seen = async (): Promise<number> =>
      (await call(await freshToken(collector.id), 'GET', 'customers')).body.items.length;
    expect(await seen()).toBe(1);
    await call(owner, 'PATCH', path, { version: 2, areaIds: [] });
    expect(await seen()).toBe(0);
  });
});
