import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, RouteAccessCheck, type RouteInfo } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp, TEST_ENVIRONMENT } from '../support/api-app';
import { createStaff, type Staff } from '../support/staff';

const SOMETHING = '01890000-0000-7000-8000-000000000000';
const POOL_SIZE = Number(TEST_ENVIRONMENT.DATABASE_POOL_SIZE);
type Method = 'GET' | 'POST';

/** Forms of pages without sign-in, and what gateways send: nothing there acts for the one who is signed in. */
const OPEN_TO_STRANGERS = /^\/(p|shop|isolir)\b|^\/v1\/payments\/callback\//;

describe('A8 methods and bodies', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Staff;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    owner = await createStaff(app, 'owner');
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const routes = (wanted: (method: string) => boolean): RouteInfo[] =>
    app
      .get(RouteAccessCheck, { strict: false })
      .routes()
      .filter(({ method, path }) => wanted(method) && !path.includes('*'));
  const urlOf = ({ path }: RouteInfo): string => {
    const url = path.replace(/:\w+/g, SOMETHING);
    return url.startsWith('/v1/') ? `/api${url}` : url;
  };

  it('no route that knows who asks reads a body of another kind than JSON, whoever sends it', async () => {
    const writing = routes((method) => method !== 'GET').filter(({ path }) => !OPEN_TO_STRANGERS.test(path));
    expect(writing.length).toBeGreaterThan(20);
    const types = [
      'text/plain',
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ];
    for (const route of writing) {
      for (const type of [...types, 'application/jsonx', 'text/plain; application/json']) {
        const answer = await app.inject({
          method: route.method as Method,
          url: urlOf(route),
          headers: { ...owner.headers, 'content-type': type },
          payload: '{"a":1}',
        });
        expect([route.handler, type, answer.statusCode]).toEqual([route.handler, type, 415]);
      }
    }
  });

  it('no GET changes a state: with a database that only reads they all still answer', async () => {
    const reading = routes((method) => method === 'GET');
    expect(reading.length).toBeGreaterThan(20);
    const database = app.get(Database, { strict: false });
    await database.execute(`alter database ${testDatabase.name} set default_transaction_read_only = on`);
    // connections to come obey the database, those of the pool are told so, all at once
    const tell = `select set_config('default_transaction_read_only', 'on', false), pg_sleep(0.5)`;
    await Promise.all(Array.from({ length: POOL_SIZE }, () => database.query(tell)));
    await expect(database.execute(`delete from sites`)).rejects.toThrow(/read-only/);
    let answered = 0;
    for (const route of reading) {
      const answer = await app.inject({ method: 'GET', url: urlOf(route), headers: owner.headers });
      expect([route.handler, answer.statusCode]).not.toEqual([route.handler, 500]);
      if (answer.statusCode === 200) answered++;
    }
    expect(answered).toBeGreaterThan(15);
  }, 60_000);
});
