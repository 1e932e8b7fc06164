import { type TestingModule } from '@nestjs/testing';
import { CurrentActor, Database } from '@app/platform';
import { createTestDatabase, createTestModule, fakeActor, runAs, type TestDatabase } from '@app/testing';
import { hash } from '@node-rs/argon2';
import { PasswordHasher } from './crypto/password-hasher';
import { BUILT_IN_ROLE_KEYS } from './domain/built-in-roles';
import { IamConfig } from './iam.config';
import { IamErrors } from './iam.errors';
import { IamModule } from './iam.module';
import { RolesRepository } from './repositories/roles.repository';
import { permissionsOf } from './services/actors.service';
import { BootstrapService } from './services/bootstrap.service';
import { LoginService } from './services/login.service';
import { PasswordsService } from './services/passwords.service';
import { RolesService } from './services/roles.service';
import { type Session, SignInsService } from './services/sign-ins.service';
import { SitesService } from './services/sites.service';
import { type NewUser, UsersService } from './services/users.service';

const DEVICE = { ip: '192.0.2.7', userAgent: 'jest' };
const PASSWORD = 'kata sandi yang panjang';

describe('iam', () => {
  let testDatabase: TestDatabase;
  let module: TestingModule;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    module = await createTestModule({ database: testDatabase, imports: [IamModule], configs: [IamConfig] });
    database = module.get(Database);
  });
  afterAll(async () => {
    await module.close();
    await testDatabase.drop();
  });
  beforeEach(() =>
    database.execute(
      'truncate users, sign_ins, refresh_tokens, one_time_tokens, user_sites, sites, sign_in_throttles cascade',
    ),
  );

  const saveUser = (input: Partial<NewUser> = {}): ReturnType<UsersService['create']> =>
    module
      .get(UsersService)
      .create({ email: 'a@contoh.net', name: 'A', password: PASSWORD, role: 'cashier', ...input });
  const login = (email = 'a@contoh.net', password = PASSWORD): Promise<Session> =>
    module.get(LoginService).execute({ email, password }, DEVICE);
  const saveSite = (code: string): ReturnType<SitesService['create']> =>
    module.get(SitesService).create({ code, name: code, timeZone: 'Asia/Jakarta' });
  const failing = (code: string): unknown => expect.objectContaining({ code });
  const heldBy = async (role: string): Promise<Set<string>> =>
    permissionsOf(await module.get(RolesService).byKey(role));

  describe('built-in roles', () => {
    it('are there once, however often they are ensured, and are brought up to date', async () => {
      const roles = module.get(RolesService);
      await roles.ensureBuiltIns();
      const before = await roles.list();
      expect(before.map((role) => role.key).sort()).toEqual([...BUILT_IN_ROLE_KEYS].sort());
      await database.execute(`update roles set permissions = '{}' where key = 'cashier'`);
      // a second process has not ensured them yet
      await new RolesService(module.get(RolesRepository), module.get(CurrentActor)).ensureBuiltIns();
      const after = await roles.list();
      const changed = after.filter((role) => before.find(({ id }) => id === role.id)?.version !== role.version);
      expect(changed.map((role) => role.key)).toEqual(['cashier']);
      expect(changed[0]?.permissions).toContain('payment:record');
    });

    it('give an admin everything but the power over owners, and a reader only reading', async () => {
      const owner = await heldBy('owner');
      const admin = await heldBy('admin');
      expect([...owner].filter((key) => !admin.has(key))).toEqual(['owner:appoint']);
      expect([...(await heldBy('read-only'))].every((key) => key.endsWith(':read'))).toBe(true);
    });
  });

  describe('signing in', () => {
    it('answers the same for an unknown address, a wrong password and a disabled account', async () => {
      const user = await saveUser();
      await expect(login('nobody@contoh.net')).rejects.toEqual(failing('IAM_WRONG_CREDENTIALS'));
      await expect(login('a@contoh.net', 'not it, not it')).rejects.toEqual(failing('IAM_WRONG_CREDENTIALS'));
      await module.get(UsersService).update(user.id, user.version, { status: 'DISABLED' });
      await expect(login()).rejects.toEqual(failing('IAM_WRONG_CREDENTIALS'));
    });

    it('does not care for capitals in the address', async () => {
      await saveUser({ email: 'Kasir@Contoh.NET' });
      await expect(login('KASIR@contoh.net')).resolves.toMatchObject({ user: { email: 'kasir@contoh.net' } });
    });

    it('renews a hash made with weaker parameters', async () => {
      const { id } = await saveUser();
      const weak = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
      await database.execute('update users set password_hash = $2 where id = $1', [id, weak]);
      await login();
      const row = await database.queryOne<{ password_hash: string }>('select password_hash from users');
      expect(row?.password_hash).toContain('m=32768,t=3,p=1');
      expect(module.get(PasswordHasher).isOutdated(row?.password_hash ?? '')).toBe(false);
      await expect(login()).resolves.toBeDefined();
    });

    it('stores neither password nor refresh token', async () => {
      await saveUser();
      const { refreshToken } = await login();
      const rows = await database.query(`select u::text, t::text from users u, refresh_tokens t`);
      expect(JSON.stringify(rows)).not.toContain(PASSWORD);
      expect(JSON.stringify(rows)).not.toContain(refreshToken);
      expect(Buffer.from(refreshToken, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    });
  });

  describe('refreshing', () => {
    it('gives a new token each time, and a second use ends the sign-in for both holders', async () => {
      await saveUser();
      const signIns = module.get(SignInsService);
      const first = await login();
      const second = await signIns.refresh(first.refreshToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      await expect(signIns.refresh(first.refreshToken)).rejects.toEqual(failing('IAM_REFRESH_REFUSED'));
      await expect(signIns.refresh(second.refreshToken)).rejects.toEqual(failing('IAM_REFRESH_REFUSED'));
      const row = await database.queryOne<{ revoke_reason: string }>('select revoke_reason from sign_ins');
      expect(row?.revoke_reason).toBe('TOKEN_REUSED');
    });

    it('lets one of twenty uses at once through and then ends the sign-in', async () => {
      await saveUser();
      const { refreshToken } = await login();
      const tries = Array.from({ length: 20 }, () => module.get(SignInsService).refresh(refreshToken));
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const row = await database.queryOne<{ revoked: boolean }>(
        'select revoked_at is not null as revoked from sign_ins',
      );
      expect(row?.revoked).toBe(true);
    });

    it('is refused after revocation, after the end of the sign-in, when idle too long, and for nonsense', async () => {
      const { id } = await saveUser();
      const signIns = module.get(SignInsService);
      const revoked = await login();
      const [signIn] = await signIns.list(id);
      await signIns.revoke(signIn?.id ?? '', id);
      const ended = await login();
      await database.execute(`update sign_ins set expires_at = now() - interval '1 s' where revoked_at is null`);
      const idle = await login();
      await database.execute(
        `update refresh_tokens t set issued_at = now() - interval '8 days'
         from sign_ins s where s.id = t.sign_in_id and s.expires_at > now()`,
      );
      for (const token of [revoked.refreshToken, ended.refreshToken, idle.refreshToken, 'nonsense', '']) {
        await expect(signIns.refresh(token)).rejects.toEqual(failing('IAM_REFRESH_REFUSED'));
      }
    });

    it('is refused for a disabled user', async () => {
      const user = await saveUser();
      const { refreshToken } = await login();
      await module.get(UsersService).update(user.id, user.version, { status: 'DISABLED' });
      await expect(module.get(SignInsService).refresh(refreshToken)).rejects.toEqual(failing('IAM_REFRESH_REFUSED'));
    });
  });

  describe('changing the password', () => {
    it('ends every other sign-in and keeps this one with new tokens', async () => {
      const { id } = await saveUser();
      const other = await login();
      const mine = await login();
      const signIns = module.get(SignInsService);
      const [current] = await signIns.list(id);
      const next = { current: PASSWORD, next: 'another long password' };
      const session = await module.get(PasswordsService).change(id, current?.id ?? '', next);
      await expect(signIns.refresh(other.refreshToken)).rejects.toEqual(failing('IAM_REFRESH_REFUSED'));
      await expect(signIns.refresh(mine.refreshToken)).rejects.toEqual(failing('IAM_REFRESH_REFUSED'));
      await expect(signIns.refresh(session.refreshToken)).resolves.toBeDefined();
      await expect(login()).rejects.toEqual(failing('IAM_WRONG_CREDENTIALS'));
      await expect(login('a@contoh.net', 'another long password')).resolves.toBeDefined();
    });

    it('wants the current one, and a new one by the rules', async () => {
      const { id } = await saveUser();
      const change = (current: string, next: string): Promise<Session> =>
        module.get(PasswordsService).change(id, id, { current, next });
      await expect(change('wrong', 'another long password')).rejects.toEqual(failing('IAM_WRONG_PASSWORD'));
      await expect(change(PASSWORD, 'password123')).rejects.toEqual(failing('IAM_WEAK_PASSWORD'));
    });
  });

  describe('the first owner', () => {
    const account = { email: 'Owner@contoh.net', name: 'Owner', password: PASSWORD };
    const create = (token: string, email = account.email): Promise<Session> =>
      module.get(BootstrapService).createOwner(token, { ...account, email }, DEVICE);

    it('is made by a token that works once and is kept as a hash', async () => {
      const bootstrap = module.get(BootstrapService);
      const token = await bootstrap.createOwnerToken();
      const rows = await database.query('select t::text from one_time_tokens t');
      expect(JSON.stringify(rows)).not.toContain(token);
      await expect(create(token)).resolves.toMatchObject({ user: { roleKey: 'owner', allSites: true } });
      await expect(create(token, 'b@contoh.net')).rejects.toEqual(failing('IAM_BOOTSTRAP_REFUSED'));
      await expect(bootstrap.createOwnerToken()).rejects.toEqual(failing('IAM_OWNER_EXISTS'));
    });

    it('is one, whoever comes at the same time with the same or another token', async () => {
      const bootstrap = module.get(BootstrapService);
      const tokens = [await bootstrap.createOwnerToken(), await bootstrap.createOwnerToken()];
      const tries = [0, 1, 0, 1].map((which, i) => create(tokens[which] ?? '', `owner${i}@contoh.net`));
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [{ owners } = { owners: 0 }] = await database.query<{ owners: number }>(
        'select count(*)::int as owners from users u join roles r on r.id = u.role_id where r.all_permissions',
      );
      expect(owners).toBe(1);
    });

    it('keeps the token valid when the password is too weak, and refuses an old token', async () => {
      const token = await module.get(BootstrapService).createOwnerToken();
      const weak = { ...account, password: '12345678' };
      await expect(module.get(BootstrapService).createOwner(token, weak, DEVICE)).rejects.toEqual(
        failing('IAM_WEAK_PASSWORD'),
      );
      await database.execute(`update one_time_tokens set expires_at = now() - interval '1 s'`);
      await expect(create(token)).rejects.toEqual(failing('IAM_BOOTSTRAP_REFUSED'));
    });
  });

  describe('who may make whom what (Z4)', () => {
    const as = async <T>(role: string, siteIds: readonly string[] | null, work: () => Promise<T>): Promise<T> =>
      runAs(module, fakeActor(siteIds, await heldBy(role)), work);

    it('refuses a role above the own, for a new user, for an edit and for the user that is edited', async () => {
      const owner = await saveUser({ email: 'o@contoh.net', role: 'owner', allSites: true });
      const cashier = await saveUser();
      const users = module.get(UsersService);
      await expect(as('admin', null, () => saveUser({ email: 'x@contoh.net', role: 'owner' }))).rejects.toEqual(
        failing('IAM_ROLE_ABOVE_OWN'),
      );
      await expect(
        as('admin', null, () => users.update(cashier.id, cashier.version, { role: 'owner' })),
      ).rejects.toEqual(failing('IAM_ROLE_ABOVE_OWN'));
      await expect(
        as('admin', null, () => users.update(owner.id, owner.version, { status: 'DISABLED' })),
      ).rejects.toEqual(failing('IAM_ROLE_ABOVE_OWN'));
      await expect(
        as('admin', null, () => users.update(cashier.id, cashier.version, { role: 'admin' })),
      ).resolves.toMatchObject({ roleKey: 'admin' });
    });

    it('keeps the last owner, also when two are dismissed at once', async () => {
      const users = module.get(UsersService);
      const a = await saveUser({ email: 'o1@contoh.net', role: 'owner', allSites: true });
      await expect(users.update(a.id, a.version, { status: 'DISABLED' })).rejects.toEqual(failing('IAM_LAST_OWNER'));
      await expect(users.update(a.id, a.version, { role: 'admin' })).rejects.toEqual(failing('IAM_LAST_OWNER'));
      const b = await saveUser({ email: 'o2@contoh.net', role: 'owner', allSites: true });
      const results = await Promise.allSettled([
        users.update(a.id, a.version, { status: 'DISABLED' }),
        users.update(b.id, b.version, { role: 'admin' }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('hides users of other sites, and gives nobody sites outside the own scope', async () => {
      const [bdg, dps] = [await saveSite('BDG'), await saveSite('DPS')];
      const here = await saveUser({ email: 'here@contoh.net', siteIds: [bdg.id] });
      const both = await saveUser({ email: 'both@contoh.net', siteIds: [bdg.id, dps.id] });
      const all = await saveUser({ email: 'all@contoh.net', allSites: true });
      const users = module.get(UsersService);
      const seen = await as('admin', [bdg.id], () => users.list({ limit: 50, withTotal: true }, {}));
      expect(seen.items.map((user) => user.id)).toEqual([here.id]);
      expect(seen.total).toBe(1);
      for (const { id } of [both, all]) {
        await expect(as('admin', [bdg.id], () => users.get(id))).rejects.toEqual(failing('CORE_NOT_FOUND'));
        await expect(as('admin', [bdg.id], () => users.update(id, 1, { name: 'X' }))).rejects.toEqual(
          failing('CORE_NOT_FOUND'),
        );
      }
      const grant = (edit: { allSites?: boolean; siteIds?: string[] }): Promise<unknown> =>
        as('admin', [bdg.id], () => users.update(here.id, here.version, edit));
      await expect(grant({ allSites: true })).rejects.toEqual(failing('IAM_SITES_ABOVE_OWN'));
      await expect(grant({ siteIds: [dps.id] })).rejects.toEqual(failing('CORE_NOT_FOUND'));
      await expect(grant({ siteIds: [bdg.id] })).resolves.toMatchObject({ siteIds: [bdg.id] });
    });

    it('makes access tokens worthless when role, scope or status change, not when the name does', async () => {
      const user = await saveUser();
      const users = module.get(UsersService);
      const named = await users.update(user.id, user.version, { name: 'B' });
      expect(named.tokenVersion).toBe(user.tokenVersion);
      const moved = await users.update(user.id, named.version, { role: 'technician' });
      expect(moved.tokenVersion).toBe(user.tokenVersion + 1);
      await expect(users.update(user.id, named.version, { name: 'C' })).rejects.toEqual(failing('CORE_STALE_VERSION'));
    });

    it('refuses a taken address, an unknown role and an unknown site without leaving anything behind', async () => {
      await saveUser();
      await expect(saveUser({ email: 'A@contoh.net' })).rejects.toEqual(failing('IAM_EMAIL_TAKEN'));
      await expect(saveUser({ email: 'b@contoh.net', role: 'king' })).rejects.toEqual(
        failing('CORE_VALIDATION_FAILED'),
      );
      const nowhere = '01890000-0000-7000-8000-000000000000';
      await expect(saveUser({ email: 'b@contoh.net', siteIds: [nowhere] })).rejects.toEqual(failing('CORE_NOT_FOUND'));
      expect((await module.get(UsersService).list({ limit: 50 }, {})).items).toHaveLength(1);
    });
  });

  describe('sites', () => {
    it('are found in scope only, and made only by who sees all', async () => {
      const sites = module.get(SitesService);
      const [bdg, dps] = [await saveSite('BDG'), await saveSite('DPS')];
      const local = fakeActor([bdg.id]);
      expect((await runAs(module, local, () => sites.all())).map((site) => site.code)).toEqual(['BDG']);
      expect((await runAs(module, local, () => sites.list({ limit: 10 }))).items.map((site) => site.code)).toEqual([
        'BDG',
      ]);
      await expect(runAs(module, local, () => sites.get(dps.id))).rejects.toEqual(failing('CORE_NOT_FOUND'));
      await expect(runAs(module, local, () => saveSite('NEW'))).rejects.toEqual(failing('IAM_SITES_ABOVE_OWN'));
      expect(module.get(CurrentActor).siteIds()).toBeNull();
    });

    it('have a code of their own, a zone that exists and a version', async () => {
      const sites = module.get(SitesService);
      const site = await saveSite('BDG');
      expect(site).toMatchObject({ currency: 'IDR', version: 1 });
      await expect(saveSite('BDG')).rejects.toEqual(failing('IAM_SITE_CODE_TAKEN'));
      const nowhere = { code: 'X', name: 'X', timeZone: 'Asia/Nowhere' };
      await expect(sites.create(nowhere)).rejects.toEqual(failing('CORE_VALIDATION_FAILED'));
      const renamed = await sites.update(site.id, 1, { name: 'Bandung' });
      expect(renamed).toMatchObject({ name: 'Bandung', version: 2 });
      await expect(sites.update(site.id, 1, { name: 'Y' })).rejects.toEqual(failing('CORE_STALE_VERSION'));
      await expect(sites.update(site.id, 2, { timeZone: '+07:00' })).rejects.toEqual(failing('CORE_VALIDATION_FAILED'));
    });
  });

  it('words its refusals in both languages', () => {
    for (const factory of Object.values(IamErrors)) {
      const { title, detail = title } = factory.definition;
      for (const text of [title, detail]) expect([text.id, text.en].every((words) => words.length > 3)).toBe(true);
    }
  });
});
