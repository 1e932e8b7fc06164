import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@app/testing';

/** The statements of docs/security.md, for a role with a name of its own. */
function documentedGrants(role: string): string {
  const document = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');
  const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(document) ?? [];
  expect(sql).toContain('create role langgan_app');
  return sql.replaceAll('langgan_app', role);
}

describe('L2 the documented database role', () => {
  let database: TestDatabase;
  let client: Client;
  let role: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    role = `${database.name}_app`;
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(documentedGrants(role));
    await client.query(`set role ${role}`);
  });
  afterAll(async () => {
    await client.query(`reset role; drop owned by ${role}; drop role ${role}`);
    await client.end();
    await database.drop();
  });

  const stateOf = (sql: string): Promise<string> =>
    client.query(sql).then(
      () => 'done',
      (error: unknown) => (error as { code: string }).code,
    );

  it.each([
    `insert into audit_intake (id, actor_kind, action) values (gen_random_uuid(), 'system', 'test')`,
    `delete from audit_intake`,
    `update audit_heads set seq = seq`,
    `select ensure_month_partition('outbox_archive', '2031-01-01')`,
    `insert into sites (id, code, name, time_zone) values (gen_random_uuid(), 'X', 'X', 'UTC')`,
    `update sites set name = 'Y'`,
    `select nextval('customer_code_seq')`,
    `select * from audit_entries`,
  ])('may do what the product does: %s', async (sql) => {
    expect(await stateOf(sql)).toBe('done');
  });

  it.each([
    `update audit_log set action = 'x'`,
    `delete from audit_log`,
    `truncate audit_log`,
    `update audit_log_default set action = 'x'`,
    `update audit_intake set action = 'x'`,
    `delete from audit_heads`,
    `update audit_daily_heads set seq = 0`,
    `delete from audit_daily_heads`,
    `alter table audit_log disable trigger all`,
    `drop table customers`,
    `create table mine (id int)`,
    `truncate payments`,
  ])('may not touch the record or the schema: %s', async (sql) => {
    expect(await stateOf(sql)).toBe('42501');
  });
});
