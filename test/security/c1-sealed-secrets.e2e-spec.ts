import { randomBytes } from 'node:crypto';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, SecretBox, SecretBoxConfig, type SecretPlace } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { createStaff } from '../support/staff';

const place: SecretPlace = { table: 'routers', id: 'r1', column: 'password_sealed' };
const boxOf = (...keys: string[]) => new SecretBox(Object.assign(new SecretBoxConfig(), { keys }));
const key = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;

describe('C1 secrets in the database', () => {
  const box = boxOf(key('k1'));

  it('are AES-256-GCM with a random IV of 96 bit, in the documented form', () => {
    const sealed = Array.from({ length: 500 }, () => box.seal('rahasia', place));
    for (const value of sealed) {
      const [version, kid, iv = '', text = '', tag = ''] = value.split(':');
      expect([version, kid]).toEqual(['v1', 'k1']);
      expect([iv, text, tag].map((part) => Buffer.from(part, 'base64url').length)).toEqual([12, 7, 16]);
    }
    expect(new Set(sealed.map((value) => value.split(':')[2])).size).toBe(500);
    expect(box.open(sealed[0]!, place)).toBe('rahasia');
  });

  it.each<Partial<SecretPlace>>([{ id: 'r2' }, { column: 'other' }, { table: 'pppoe_accounts' }])(
    'do not open when moved to %j',
    (elsewhere) => {
      expect(() => box.open(box.seal('rahasia', place), { ...place, ...elsewhere })).toThrow();
    },
  );

  it('do not open when a bit of them is changed, or with another key', () => {
    const sealed = box.seal('rahasia', place);
    for (let n = 'v1:k1:'.length; n < sealed.length; n++) {
      if (sealed[n] === ':') continue;
      const flipped = sealed[n] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, n) + flipped + sealed.slice(n + 1);
      const [, , iv = '', text = '', tag = ''] = changed.split(':');
      const same = [iv, text, tag].map((part) => Buffer.from(part, 'base64url').toString('hex')).join();
      const before = sealed
        .split(':')
        .slice(2)
        .map((part) => Buffer.from(part, 'base64url').toString('hex'));
      if (same === before.join()) continue;
      expect(() => box.open(changed, place)).toThrow();
    }
    expect(() => boxOf(key('k1')).open(sealed, place)).toThrow();
    expect(() => boxOf(key('k2')).open(sealed, place)).toThrow(/no key k1/);
    for (const broken of ['', 'v1', 'v0:k1:a:b:c', sealed.slice(0, -6), sealed.slice(0, -16), `${sealed}:x`]) {
      expect(() => box.open(broken, place)).toThrow();
    }
  });

  describe('of a running installation', () => {
    let testDatabase: TestDatabase;
    let app: NestFastifyApplication;

    beforeAll(async () => {
      testDatabase = await createTestDatabase();
      app = await createApiApp({ database: testDatabase });
    });
    afterAll(async () => {
      await app.close();
      await testDatabase.drop();
    });

    it('are nowhere in a dump of it in the clear', async () => {
      const { headers } = await createStaff(app, 'owner');
      const post = async <T>(url: string, payload: object): Promise<T> => {
        const answer = await app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload });
        if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`);
        return answer.json<T>();
      };
      const site = await post<{ id: string }>('/sites', { code: 'J', name: 'J', timeZone: 'Asia/Jakarta' });
      const router = { siteId: site.id, name: 'R1', host: '10.0.0.1', username: 'api', password: 'Sandi-Router-1' };
      const saved = await post<{ id: string }>('/routers', router);
      const passwordIn = ({ script }: { script: string }) => /password="([^"]+)"/.exec(script)?.[1] ?? 'none';
      const wish = { siteId: site.id, host: '10.0.0.2' };
      const draft = passwordIn(await post('/routers/access-script', wish));
      const renewed = passwordIn(await post(`/routers/${saved.id}/access-script`, {}));
      expect([draft.length, renewed.length]).toEqual([28, 28]);
      const user = { email: 'a@contoh.net', name: 'A', role: 'cashier', password: 'Sandi-Orang-91', allSites: true };
      await post('/users', user);
      const hook = await post<{ secret: string }>('/webhook-endpoints', { url: 'https://a.example/', topics: ['*'] });
      const apiKey = await post<{ token: string }>('/api-keys', { name: 'k', permissions: ['customer:read'] });
      const session = await app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { email: user.email, password: user.password, delivery: 'body' },
      });
      const { accessToken, refreshToken } = session.json<{ accessToken: string; refreshToken: string }>();
      expect(refreshToken.length).toBeGreaterThan(20);
      const secrets = [
        router.password,
        draft,
        renewed,
        user.password,
        hook.secret,
        apiKey.token,
        accessToken,
        refreshToken,
      ];
      const dump = await dumpOf(app.get(Database));
      expect(dump).toContain('R1');
      for (const secret of secrets) expect([secret, dump.includes(secret)]).toEqual([secret, false]);
      expect(dump.includes(apiKey.token.split('_').slice(2).join('_'))).toBe(false);
    });
  });
});

/** Every row of every table, as text. */
async function dumpOf(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    for (const { row } of await database.query<{ row: string }>(`select t::text as row from ${name} t`)) rows.push(row);
  }
  return rows.join('\n');
}
