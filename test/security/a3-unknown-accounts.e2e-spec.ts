import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { SignInClient } from '../support/sign-in';

const KNOWN = 'siti@contoh.net';
const UNKNOWN = 'nobody@contoh.net';
const PAIRS = 40;

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

describe('A3 unknown accounts', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let client: SignInClient;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    client = new SignInClient(app);
    database = app.get(Database, { strict: false });
    await client.user(KNOWN);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });
  beforeEach(() => database.execute('truncate sign_in_throttles, one_time_tokens'));

  const login = (email: string) => client.login(email, { password: 'not it, not it' });
  const reset = (email: string) => client.call('POST', 'auth/password-reset/request', { payload: { email } });

  /** How much longer the known account takes, of medians of interleaved samples. */
  async function ratio(work: (email: string) => Promise<unknown>, pairs: number): Promise<number> {
    const times: Record<string, number[]> = { [KNOWN]: [], [UNKNOWN]: [] };
    for (let n = 0; n < pairs; n++) {
      await database.execute('truncate sign_in_throttles, one_time_tokens');
      for (const email of n % 2 === 0 ? [KNOWN, UNKNOWN] : [UNKNOWN, KNOWN]) {
        const start = performance.now();
        await work(email);
        times[email]?.push(performance.now() - start);
      }
    }
    return median(times[KNOWN] ?? []) / median(times[UNKNOWN] ?? []);
  }

  /** A leak shows in every round, the noise of a busy machine does not. */
  async function closest(rounds: number, measure: () => Promise<number>): Promise<number> {
    let best = Number.POSITIVE_INFINITY;
    for (let n = 0; n < rounds && Math.abs(best - 1) > 0.2; n++) {
      const found = await measure();
      if (Math.abs(found - 1) < Math.abs(best - 1)) best = found;
    }
    return best;
  }

  it('get the same answer to a sign-in as known ones, free or delayed', async () => {
    for (let n = 0; n < 7; n++) {
      const [known, unknown] = [await login(KNOWN), await login(UNKNOWN)];
      expect({ ...known.body, traceId: '' }).toEqual({ ...unknown.body, traceId: '' });
      const named = (headers: Record<string, unknown>) => Object.keys(headers).sort();
      expect([known.status, named(known.headers)]).toEqual([unknown.status, named(unknown.headers)]);
    }
  });

  it('get it after the same time, within 20 %', async () => {
    for (const email of [KNOWN, UNKNOWN]) await login(email);
    const found = await closest(3, () => ratio(login, PAIRS));
    expect(found).toBeGreaterThan(0.8);
    expect(found).toBeLessThan(1.2);
  }, 60_000);

  it('get the same answer to a forgotten password, after the same time', async () => {
    const [known, unknown] = [await reset(KNOWN), await reset(UNKNOWN)];
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect(known.status).toBe(202);
    const found = await closest(3, () => ratio(reset, 8));
    expect(found).toBeGreaterThan(0.8);
    expect(found).toBeLessThan(1.2);
  }, 60_000);
});
