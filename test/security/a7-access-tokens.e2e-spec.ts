import { createHmac, generateKeyPairSync } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { keyId, UsersService } from '@app/iam';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp, TEST_ENVIRONMENT } from '../support/api-app';
import { createStaff, type Staff } from '../support/staff';

const SECRET = TEST_ENVIRONMENT.JWT_SECRET ?? '';
const FORMER = 'the secret that was replaced a few minutes ago';
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of any header and claims, signed (or not) by hand. */
function forge(header: object, claims: object, secret = SECRET): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

describe('A7 access tokens', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let staff: Staff;
  let claims: Record<string, unknown>;
  let HS256: { alg: string; typ: string; kid: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { JWT_PREVIOUS_SECRETS: FORMER } });
    staff = await createStaff(app, 'owner');
    [HS256, claims] = staff.token
      .split('.', 2)
      .map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown) as [typeof HS256, typeof claims];
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const status = async (authorization?: string): Promise<number> => {
    const headers = authorization === undefined ? {} : { authorization };
    return (await app.inject({ url: '/api/v1/auth/me', headers })).statusCode;
  };

  it('carry who, which sign-in, which version and for whom, and live 15 minutes at most', () => {
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub', 'tv', 'typ']);
    expect(claims).toMatchObject({ typ: 'access', sub: staff.id, iss: 'langgan', aud: 'langgan-api' });
    expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(900);
  });

  it('let their bearer in; nothing else does', async () => {
    expect(await status(`Bearer ${staff.token}`)).toBe(200);
    expect(await status(`Bearer ${forge(HS256, claims)}`)).toBe(200); // the forging itself works
    for (const header of [undefined, '', 'Bearer', 'Bearer ', staff.token, `Basic ${staff.token}`, 'Bearer a.b.c']) {
      expect([header, await status(header)]).toEqual([header, 401]);
    }
  });

  it('are refused with another algorithm, none, or a key of another kind', async () => {
    const unsigned = `${part({ ...HS256, alg: 'none' })}.${part(claims)}.`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = new JwtService({
      privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }),
      signOptions: { algorithm: 'RS256', keyid: HS256.kid },
    }).sign(claims);
    const hs512 = new JwtService({ secret: SECRET, signOptions: { algorithm: 'HS512', keyid: HS256.kid } }).sign(
      claims,
    );
    const attempts = [
      unsigned,
      rsa,
      hs512,
      forge({ ...HS256, alg: 'HS384' }, claims),
      forge(HS256, claims, 'another secret of some thirty-two characters'),
      `${staff.token.slice(0, -4)}AAAA`,
    ];
    for (const token of attempts) expect(await status(`Bearer ${token}`)).toBe(401);
  });

  it('name a key of our own set; a header that names another, none, or brings its own is refused', async () => {
    expect(HS256).toEqual({ alg: 'HS256', typ: 'JWT', kid: expect.stringMatching(/^[\w-]{8}$/) as unknown });
    const traps = [
      { alg: 'HS256', typ: 'JWT' },
      { ...HS256, kid: 'another1' },
      { ...HS256, kid: '' },
      { ...HS256, kid: ['x'] },
      { ...HS256, kid: '__proto__' },
      { ...HS256, jku: 'https://evil.test/keys' },
      { ...HS256, jwk: { kty: 'oct', k: Buffer.from(SECRET).toString('base64url') } },
      { ...HS256, crit: ['exp'] },
    ];
    for (const header of traps)
      expect([header, await status(`Bearer ${forge(header, claims)}`)]).toEqual([header, 401]);
  });

  it('outlive a change of the secret by the former one, which signs nothing new', async () => {
    const kid = keyId(FORMER);
    expect(HS256.kid).toBe(keyId(SECRET));
    expect(await status(`Bearer ${forge({ ...HS256, kid }, claims, FORMER)}`)).toBe(200);
    expect(await status(`Bearer ${forge({ ...HS256, kid }, claims, SECRET)}`)).toBe(401);
    expect(await status(`Bearer ${forge(HS256, claims, FORMER)}`)).toBe(401);
  });

  it('are not to be replaced by a refresh token, nor refresh by them', async () => {
    const email = 'rina@contoh.net';
    const password = 'pagi itu hujan deras';
    await app.get(UsersService, { strict: false }).create({ email, name: 'Rina', password, role: 'cashier' });
    const login = await app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: { email, password, delivery: 'body' },
    });
    const { accessToken, refreshToken } = login.json<{ accessToken: string; refreshToken: string }>();
    expect(await status(`Bearer ${refreshToken}`)).toBe(401);
    const swapped = await app.inject({
      method: 'POST',
      url: '/api/v1/auth/refresh',
      payload: { refreshToken: accessToken.slice(0, 200) },
    });
    expect(swapped.statusCode).toBe(401);
  });

  it.each([
    ['without end', { exp: undefined }],
    ['over', { exp: 1_700_000_000 }],
    ['not yet', { nbf: 9_999_999_999 }],
    ['with a long life', { exp: 9_999_999_999 }],
    ['of another issuer', { iss: 'somebody' }],
    ['for another audience', { aud: 'langgan-portal' }],
    ['of another type', { typ: 'refresh' }],
    ['without a type', { typ: undefined }],
    ['of another version', { tv: 99 }],
    ['with a version in text', { tv: '1' }],
    ['without a sign-in', { sid: undefined }],
    ['of an unknown sign-in', { sid: '01890000-0000-7000-8000-000000000000' }],
    ['of another user', { sub: '01890000-0000-7000-8000-000000000000' }],
    ['with SQL for an id', { sub: `' or 1=1 --` }],
  ])('are refused %s', async (_what, change) => {
    expect(await status(`Bearer ${forge(HS256, { ...claims, ...change })}`)).toBe(401);
  });

  it('answer 401 as a problem', async () => {
    const answer = await app.inject({ url: '/api/v1/users', headers: { 'accept-language': 'en' } });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 401, code: 'IAM_UNAUTHENTICATED', title: 'Not signed in' });
  });
});
