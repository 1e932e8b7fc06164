import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { fromBase32, hotp, IamConfig, totpStep } from '@app/iam';
import { Database, readConfig, RouteAccessCheck } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { holdPauses, PASSWORD, SignInClient } from '../support/sign-in';

const OWNER = 'pemilik@contoh.net';
const WRONG = '000000';

interface Enrolled {
  id: string;
  token: string;
  secret: Buffer;
  recoveryCodes: string[];
}

describe('A5 TOTP', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let client: SignInClient;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { IAM_TOTP_ENFORCED: 'true' } });
    client = new SignInClient(app);
    database = app.get(Database, { strict: false });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });
  beforeEach(() => database.execute('truncate users, sign_in_throttles cascade'));

  const codeOf = (secret: Buffer, drift = 0): string => hotp(secret, totpStep(Date.now()) + drift);
  /** As if the codes of the last minute had not been used. */
  const later = () => database.execute('update user_totp set last_step = last_step - 10');
  const post = (path: string, token: string, payload: object = {}) => client.call('POST', path, { token, payload });
  const enrol = async (email: string, role: 'owner' | 'cashier' = 'owner'): Promise<Enrolled> => {
    const { id } = await client.user(email, role);
    const token = (await client.login(email)).body.accessToken;
    const begun = await post('auth/totp/enroll', token, { password: PASSWORD });
    const secret = fromBase32(String(begun.body.secret));
    const done = await post('auth/totp/confirm', token, { code: codeOf(secret) });
    await later();
    return { id, token, secret, recoveryCodes: done.body.recoveryCodes as string[] };
  };

  it('is mandatory for owners: without it a token reaches nothing but its enrolment', async () => {
    await client.user(OWNER, 'owner');
    const { accessToken: token } = (await client.login(OWNER)).body;
    expect((await client.call('GET', 'auth/me', { token })).body).toMatchObject({ mustEnrolTotp: true });
    expect((await client.call('GET', 'auth/totp', { token })).body).toEqual({
      active: false,
      required: true,
      recoveryCodesLeft: 0,
    });
    const open = ['/v1/auth/totp', '/v1/auth/me', '/v1/auth/logout'];
    const routes = app
      .get(RouteAccessCheck, { strict: false })
      .routes()
      .filter(({ path, accesses }) => path.startsWith('/v1/') && accesses[0]?.kind !== 'public')
      .filter(({ path }) => !open.some((prefix) => path.startsWith(prefix)));
    expect(routes.length).toBeGreaterThan(30);
    for (const { method, path } of routes) {
      const url = `/api${path.replace(/:\w+/g, '01890000-0000-7000-8000-000000000000')}`;
      const answer = await app.inject({ method: method as 'GET', url, headers: { authorization: `Bearer ${token}` } });
      const { code } = answer.json<{ code: string }>();
      expect([method, path, answer.statusCode, code]).toEqual([method, path, 403, 'IAM_TOTP_ENROLMENT_REQUIRED']);
    }
  });

  it('is nobody else’s duty, and none of a role whose flag is off', async () => {
    await client.user('kasir@contoh.net');
    const cashier = (await client.login('kasir@contoh.net')).body.accessToken;
    expect((await client.call('GET', 'customers', { token: cashier })).status).toBe(200);
    await client.user(OWNER, 'owner');
    const owner = (await client.login(OWNER)).body.accessToken;
    expect((await client.call('GET', 'users', { token: owner })).status).toBe(403);
    await database.execute(`update roles set totp_required = false where key = 'owner'`);
    expect((await client.call('GET', 'users', { token: owner })).status).toBe(200);
    await database.execute(`update roles set totp_required = true where key = 'owner'`);
    expect((await client.call('GET', 'users', { token: owner })).status).toBe(403);
  });

  it('is enforced in production and staging unless said otherwise, not in the demo', () => {
    const before = { ...process.env };
    const enforced = (nodeEnv: string, demo = 'false', env = {}): boolean => {
      Object.assign(process.env, { NODE_ENV: nodeEnv, DEMO: demo });
      return readConfig(IamConfig, env).config.totpEnforced;
    };
    try {
      expect(['production', 'staging', 'development', 'test'].map((name) => enforced(name))).toEqual([
        true,
        true,
        false,
        false,
      ]);
      expect(enforced('staging', 'true')).toBe(false);
      expect(enforced('production', 'false', { IAM_TOTP_ENFORCED: 'false' })).toBe(false);
      expect(enforced('test', 'false', { IAM_TOTP_ENFORCED: 'true' })).toBe(true);
    } finally {
      process.env.NODE_ENV = before.NODE_ENV;
      process.env.DEMO = before.DEMO ?? 'false';
    }
  });

  it('is enrolled with the password and the first code, and opens the way', async () => {
    await client.user(OWNER, 'owner');
    const { accessToken: token } = (await client.login(OWNER)).body;
    expect((await post('auth/totp/confirm', token, { code: WRONG })).code).toBe('IAM_TOTP_NOT_ENROLLED');
    expect((await post('auth/totp/enroll', token, { password: 'wrong' })).code).toBe('IAM_WRONG_PASSWORD');
    const begun = await post('auth/totp/enroll', token, { password: PASSWORD });
    expect(begun.body.uri).toContain(`secret=${String(begun.body.secret)}`);
    const secret = fromBase32(String(begun.body.secret));
    expect((await post('auth/totp/confirm', token, { code: WRONG })).code).toBe('IAM_WRONG_CODE');
    expect((await client.call('GET', 'users', { token })).status).toBe(403);
    const done = await post('auth/totp/confirm', token, { code: codeOf(secret) });
    expect(new Set(done.body.recoveryCodes as string[]).size).toBe(10);
    expect((await client.call('GET', 'users', { token })).status).toBe(200);
    expect((await post('auth/totp/enroll', token, { password: PASSWORD })).code).toBe('IAM_TOTP_ACTIVE');
    expect((await post('auth/totp/confirm', token, { code: codeOf(secret, 1) })).code).toBe('IAM_TOTP_ACTIVE');
  });

  it('asks for a code at the sign-in, which works once', async () => {
    const { secret } = await enrol(OWNER);
    expect((await client.login(OWNER)).code).toBe('IAM_TOTP_REQUIRED');
    expect((await client.login(OWNER, { totp: WRONG })).code).toBe('IAM_WRONG_TOTP');
    expect((await client.login(OWNER, { password: 'wrong wrong', totp: codeOf(secret) })).code).toBe(
      'IAM_WRONG_CREDENTIALS',
    );
    const totp = codeOf(secret);
    expect((await client.login(OWNER, { totp })).status).toBe(200);
    expect((await client.login(OWNER, { totp })).code).toBe('IAM_WRONG_TOTP');
    // the step before a used one is over too
    expect((await client.login(OWNER, { totp: codeOf(secret, -1) })).code).toBe('IAM_WRONG_TOTP');
    expect((await client.login(OWNER, { totp: codeOf(secret, 1) })).status).toBe(200);
    await later();
    expect((await client.login(OWNER, { totp: codeOf(secret, 2) })).code).toBe('IAM_WRONG_TOTP');
    expect((await client.login(OWNER, { totp: codeOf(secret, -2) })).code).toBe('IAM_WRONG_TOTP');
  });

  it('lets of twelve uses of one code at once one through', async () => {
    const { secret, recoveryCodes } = await enrol(OWNER);
    const known = { ip: '198.51.100.9' };
    for (const factor of [{ totp: codeOf(secret) }, { recoveryCode: recoveryCodes[0] }]) {
      await database.execute('truncate sign_in_throttles');
      const tries = await Promise.all(
        Array.from({ length: 12 }, (_, n) => client.login(OWNER, factor, n === 0 ? known : { ip: `203.0.113.${n}` })),
      );
      expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    }
  });

  it('takes a recovery code in place of a code, each once, however it is typed', async () => {
    const { recoveryCodes, token } = await enrol(OWNER);
    const [first = '', second = ''] = recoveryCodes;
    expect((await client.login(OWNER, { recoveryCode: 'AAAA-BBBB-CCCC-DDDD' })).code).toBe('IAM_WRONG_TOTP');
    expect((await client.login(OWNER, { recoveryCode: first })).status).toBe(200);
    expect((await client.login(OWNER, { recoveryCode: first })).code).toBe('IAM_WRONG_TOTP');
    expect((await client.login(OWNER, { recoveryCode: second.toLowerCase().replaceAll('-', ' ') })).status).toBe(200);
    expect((await client.call('GET', 'auth/totp', { token })).body).toMatchObject({ recoveryCodesLeft: 8 });
  });

  it('renews the recovery codes for a code; the former ones are over', async () => {
    const { recoveryCodes, token, secret } = await enrol(OWNER);
    expect((await post('auth/totp/recovery-codes', token, { code: WRONG })).code).toBe('IAM_WRONG_CODE');
    const renewed = await post('auth/totp/recovery-codes', token, { code: codeOf(secret) });
    const [fresh = ''] = renewed.body.recoveryCodes as string[];
    expect((await client.login(OWNER, { recoveryCode: recoveryCodes[0] })).code).toBe('IAM_WRONG_TOTP');
    expect((await client.login(OWNER, { recoveryCode: fresh })).status).toBe(200);
  });

  it('slows the guessing of codes down, also when the attempts without a code come in between', async () => {
    await enrol(OWNER);
    await database.execute('truncate sign_in_throttles, sign_in_sources');
    for (let n = 0; n < 5; n++) {
      expect((await client.login(OWNER)).code).toBe('IAM_TOTP_REQUIRED');
      expect((await client.login(OWNER, { totp: WRONG })).code).toBe('IAM_WRONG_TOTP');
    }
    await holdPauses(database);
    for (const factor of [{ totp: WRONG }, { recoveryCode: 'x' }, {}]) {
      expect((await client.login(OWNER, factor)).code).toBe('IAM_SIGN_IN_DELAYED');
    }
  });

  it('keeps neither secret nor recovery code readable, and the secret opens for its own user only', async () => {
    const { id, secret, recoveryCodes } = await enrol(OWNER);
    const other = await enrol('lain@contoh.net');
    const rows = JSON.stringify(await database.query('select t::text, c::text from user_totp t, recovery_codes c'));
    expect(rows).toContain('v1:');
    const plain = recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')]);
    for (const text of [...plain, secret.toString('hex'), secret.toString('base64')]) expect(rows).not.toContain(text);
    await database.execute(
      'update user_totp set secret = (select secret from user_totp where user_id = $1) where user_id = $2',
      [id, other.id],
    );
    expect((await client.login('lain@contoh.net', { totp: codeOf(secret) })).status).not.toBe(200);
  });

  it('is switched off with password and code only', async () => {
    const { token, secret } = await enrol('kasir@contoh.net', 'cashier');
    const remove = (payload: object) => client.call('DELETE', 'auth/totp', { token, payload });
    expect((await remove({ password: PASSWORD })).code).toBe('IAM_WRONG_CODE');
    expect((await remove({ password: 'wrong', totp: codeOf(secret) })).code).toBe('IAM_WRONG_PASSWORD');
    expect((await remove({ password: PASSWORD, totp: WRONG })).code).toBe('IAM_WRONG_CODE');
    expect((await remove({ password: PASSWORD, totp: codeOf(secret) })).status).toBe(204);
    expect((await client.login('kasir@contoh.net')).status).toBe(200);
    expect((await remove({ password: PASSWORD, totp: codeOf(secret, 1) })).code).toBe('IAM_TOTP_NOT_ENROLLED');
  });

  it('is taken away by an administrator when the device is lost, not one’s own and not from above', async () => {
    const boss = await enrol(OWNER);
    const lost = await enrol('kasir@contoh.net', 'cashier');
    const reset = (id: string, token: string) => client.call('DELETE', `users/${id}/totp`, { token });
    expect((await reset(boss.id, lost.token)).status).toBe(403);
    expect((await reset(boss.id, boss.token)).code).toBe('IAM_OWN_ACCOUNT');
    await client.user('admin@contoh.net', 'admin');
    const admin = (await client.login('admin@contoh.net')).body.accessToken;
    expect((await reset(boss.id, admin)).code).toBe('IAM_ROLE_ABOVE_OWN');
    expect((await reset(lost.id, boss.token)).status).toBe(204);
    expect(await client.meStatus(lost.token)).toBe(401);
    expect((await client.login('kasir@contoh.net')).status).toBe(200);
  });
});
