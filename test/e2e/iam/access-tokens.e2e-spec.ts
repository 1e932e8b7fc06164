import { createHmac, generateKeyPairSync } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp, TEST_ENVIRONMENT } from '../../support/api-app';
import { createStaff, type Staff } from '../../support/staff';

const SECRET = TEST_ENVIRONMENT.JWT_SECRET ?? '';
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of any header and claims, signed (or not) by hand. */
function forge(header: object, claims: object, secret = SECRET): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

describe('A7: access tokens', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let staff: Staff;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    staff = await createStaff(app, 'owner');
    claims = JSON.parse(Buffer.from(staff.token.split('.')[1] ?? '', 'base64url').toString()) as typeof claims;
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const status = async (authorization?: string): Promise<number> => {
    const headers = authorization === undefined ? {} : { authorization };
    return (await app.inject({ url: '/api/v1/auth/me', headers })).statusCode;
  };
  const HS256 = { alg: 'HS256', typ: 'JWT' };

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
    const unsigned = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = new JwtService({
      privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }),
      signOptions: { algorithm: 'RS256' },
    }).sign(claims);
    const hs512 = new JwtService({ secret: SECRET, signOptions: { algorithm: 'HS512' } }).sign(claims);
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
