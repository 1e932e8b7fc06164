import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './test-database';

describe('a test database', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('is migrated and knows the time', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ now: Date }>('select app_now() as now');
    await client.end();
    expect(Math.abs((rows[0]?.now.getTime() ?? 0) - Date.now())).toBeLessThan(10_000);
  });
});
