import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@app/testing';

describe('app_now(), the time in SQL', () => {
  let server: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    server = await createTestDatabase();
    client = new Client({ connectionString: server.url });
    await client.connect();
    await client.query(`
      create table due (at timestamptz primary key);
      insert into due select now() + n * interval '1 hour' from generate_series(-1000, 1000) n;
      analyze due`);
  });
  afterAll(async () => {
    await client.end();
    await server.drop();
  });

  it('bounds a search in an index', async () => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain select at from due where at > app_now() order by at limit 10`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index Cond: (at > app_now())');
  });

  it('goes on within a transaction', async () => {
    await client.query('begin');
    const { rows } = await client.query<{ later: boolean }>(
      `select app_now() > before as later from (select app_now() as before, pg_sleep(0.01) offset 0) x`,
    );
    await client.query('rollback');
    expect(rows).toEqual([{ later: true }]);
  });
});
