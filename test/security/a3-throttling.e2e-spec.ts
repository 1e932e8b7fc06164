import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PasswordHasher } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { type Answer, holdPauses, SignInClient } from '../support/sign-in';

const OWNER = 'pemilik@contoh.net';
const HOME = '198.51.100.7';

describe('A3 throttling', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let client: SignInClient;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    client = new SignInClient(app);
    database = app.get(Database, { strict: false });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });
  beforeEach(async () => {
    await database.execute('truncate users, sign_in_throttles cascade');
    await client.user(OWNER);
  });
  afterEach(() => jest.restoreAllMocks());

  let addresses = 0;
  const nextIp = (): string => `203.0.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`;
  const guess = (email = OWNER, ip = nextIp()): Promise<Answer<unknown>> =>
    client.login(email, { password: 'not it, not it' }, { ip });
  const guesses = async (count: number, email?: string, ip?: string): Promise<number[]> => {
    const statuses: number[] = [];
    for (let n = 0; n < count; n++) statuses.push((await guess(email, ip)).status);
    return statuses;
  };
  /** As if the pauses were over. */
  const pass = () => database.execute(`update sign_in_throttles set blocked_until = now() - interval '1 ms'`);

  const hold = () => holdPauses(database);

  it('pauses longer and longer per account, whatever address it is tried from, and says for how long', async () => {
    expect(await guesses(5)).toEqual([401, 401, 401, 401, 401]);
    const pauses: number[] = [];
    for (let n = 0; n < 9; n++) {
      // an attempt is remembered for an hour after it was made, which tells when that was
      const row = await database.queryOne<{ pause: number }>(
        `select round(extract(epoch from blocked_until - expires_at + interval '1 hour'))::int as pause
         from sign_in_throttles where key like 'account:%'`,
      );
      pauses.push(row?.pause ?? 0);
      await pass();
      expect((await guess()).status).toBe(401);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    const refused = await guess();
    expect([refused.status, refused.code]).toEqual([429, 'IAM_SIGN_IN_DELAYED']);
    const after = Number(refused.headers['retry-after']);
    expect(after).toBeGreaterThan(30);
    expect(after).toBeLessThanOrEqual(60);
  });

  it('pauses per address, whatever account is tried from it; others go on', async () => {
    const ip = nextIp();
    for (let n = 0; n < 20; n++) expect((await guess(`orang${n}@contoh.net`, ip)).status).toBe(401);
    await hold();
    for (let n = 20; n < 24; n++) expect((await guess(`orang${n}@contoh.net`, ip)).status).toBe(429);
    expect((await client.login(OWNER, {}, { ip })).status).toBe(429);
    expect((await client.login(OWNER, {}, { ip: nextIp() })).status).toBe(200);
  });

  it('counts an IPv6 line as one address, whichever of its own it uses', async () => {
    for (let n = 0; n < 20; n++) await guess(`orang${n}@contoh.net`, `2001:db8:1:2::${n + 1}`);
    await hold();
    expect((await guess('siapa@contoh.net', '2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await guess('siapa@contoh.net', '2001:db8:1:3::1')).status).toBe(401);
  });

  it('costs a refused attempt no hash, and does not count it', async () => {
    await guesses(5);
    await hold();
    const verify = jest.spyOn(app.get(PasswordHasher, { strict: false }), 'verify');
    expect(await guesses(10)).toEqual(Array.from({ length: 10 }, () => 429));
    expect(verify).not.toHaveBeenCalled();
    const row = await database.queryOne<{ failures: number }>(
      `select failures from sign_in_throttles where key like 'account:%'`,
    );
    expect(row?.failures).toBe(5);
  });

  it('lets of a crowd at once no more through than of a queue', async () => {
    const crowd = await Promise.all(Array.from({ length: 40 }, () => guess()));
    const statuses = crowd.map(({ status }) => status);
    // one more when the machine is so slow that the first pause of a second is over meanwhile
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(6);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(34);
  });

  it('never locks out an address from which the account signed in before', async () => {
    expect((await client.login(OWNER, {}, { ip: HOME })).status).toBe(200);
    for (let round = 0; round < 8; round++) {
      await guesses(3);
      await pass();
    }
    expect((await guess()).status).toBe(401);
    await hold();
    expect((await guess()).status).toBe(429);
    expect((await client.login(OWNER, {}, { ip: HOME })).status).toBe(200);
    // and there too guessing is slowed down
    expect(await guesses(5, OWNER, HOME)).toEqual([401, 401, 401, 401, 401]);
    await hold();
    expect((await client.login(OWNER, {}, { ip: HOME })).status).toBe(429);
    await pass();
    expect((await client.login(OWNER, {}, { ip: HOME })).status).toBe(200);
  });

  it('never locks out a device that signed in before, wherever it is now', async () => {
    const first = await client.login(OWNER, { delivery: 'cookie' }, { ip: nextIp() });
    const device = first.cookies.find(({ name }) => name === 'device')?.value ?? '';
    expect(device).toHaveLength(43);
    const cafe = nextIp();
    for (let n = 0; n < 20; n++) await guess(`orang${n}@contoh.net`, cafe);
    await guesses(5);
    await hold();
    const cookies = { device };
    expect((await client.login(OWNER, {}, { ip: cafe })).status).toBe(429);
    expect((await client.login(OWNER, {}, { ip: cafe, cookies, headers: {} })).status).toBe(429);
    const known = { delivery: 'cookie' };
    expect((await client.login(OWNER, known, { ip: cafe, cookies })).status).toBe(200);
    const forged = { device: 'x'.repeat(43) };
    expect((await client.login(OWNER, known, { ip: nextIp(), cookies: forged })).status).toBe(429);
    // a mark of one account is no mark of another
    await client.user('lain@contoh.net');
    await guesses(5, 'lain@contoh.net');
    await hold();
    expect((await client.login('lain@contoh.net', known, { ip: nextIp(), cookies })).status).toBe(429);
  });

  it('forgets the failures of an account at its success, those of the address not', async () => {
    const ip = nextIp();
    await guesses(4, OWNER, ip);
    expect((await client.login(OWNER, {}, { ip })).status).toBe(200);
    const rows = await database.query<{ key: string; failures: number }>('select key, failures from sign_in_throttles');
    expect(rows).toEqual([{ key: `ip:${ip}`, failures: 4 }]);
  });

  it('turns a flood away before it fills the memory, and holds that against nobody', async () => {
    const flood = await Promise.all(Array.from({ length: 140 }, (_, n) => guess(`banjir${n}@contoh.net`)));
    const busy = flood.filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.every(({ code, headers }) => code === 'IAM_BUSY' && Number(headers['retry-after']) > 0)).toBe(true);
    expect(flood.filter(({ status }) => status === 401).length).toBe(140 - busy.length);
    const counted = await database.queryOne<{ n: number }>(
      `select sum(failures)::int as n from sign_in_throttles where key like 'account:%'`,
    );
    expect(counted?.n).toBe(140 - busy.length);
    expect((await client.login(OWNER)).status).toBe(200);
  }, 60_000);
});
