import { Client } from 'pg';
import { createDataSource } from '@app/platform';
import { createTestDatabase, type TestDatabase, testDatabaseConfig } from '@app/testing';

/** Tables whose every row is a partition's or a library's own. */
const FOREIGN = ['schema_migrations'];

describe('the schema', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const names = async (sql: string): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(sql);
    return rows.map((row) => row.name).sort();
  };

  it('has an index behind every foreign key', async () => {
    const unindexed = await names(`
      select c.conrelid::regclass || ' ' || c.conname as name
        from pg_constraint c
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace
         and not exists (
           select from pg_index i
            where i.indrelid = c.conrelid
              and (i.indkey::smallint[])[0:array_length(c.conkey, 1) - 1] @> c.conkey
              and (i.indpred is null))`);
    expect(unindexed).toEqual([]);
  });

  it('has a primary key on every table', async () => {
    const without = await names(`
      select c.relname as name from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`);
    expect(without).toEqual([]);
  });

  it('keeps an amount of money beside its currency', async () => {
    const lonely = await names(`
      select distinct table_name as name from information_schema.columns c
       where table_schema = 'public' and (column_name = 'amount' or column_name like '%\\_amount') and data_type = 'bigint'
         and not exists (select from information_schema.columns m
           where m.table_schema = 'public' and m.table_name = c.table_name and m.column_name = 'currency')`);
    expect(lonely).toEqual([]);
  });

  it('counts money in bigint and time in timestamptz', async () => {
    const wrong = await names(`
      select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and table_name <> all ('{${FOREIGN.join(',')}}')
         and (data_type in ('real', 'double precision', 'numeric', 'timestamp without time zone', 'money', 'USER-DEFINED')
           or (column_name like '%amount' and data_type <> 'bigint')
           or (column_name like '%\\_at' and data_type <> 'timestamp with time zone')
           or (column_name like '%\\_on' and data_type <> 'date'))`);
    expect(wrong).toEqual([]);
  });

  it('names its constraints after table and purpose', async () => {
    const odd = await names(`
      select conrelid::regclass || ' ' || conname as name from pg_constraint
       where connamespace = 'public'::regnamespace and contype in ('p', 'f', 'u', 'c')
         and conrelid::regclass::text <> all ('{${FOREIGN.join(',')}}')
         and coninhcount = 0 and conparentid = 0
         and conname !~ ('^' || case contype when 'p' then 'pk' when 'f' then 'fk' when 'u' then 'uq' else 'ck' end || '_')`);
    expect(odd).toEqual([]);
  });

  it('goes up, down and up again to the same schema', async () => {
    const dataSource = await createDataSource(testDatabaseConfig(database.url), 'schema-test').initialize();
    try {
      const before = await describeSchema(client);
      expect(before.length).toBeGreaterThan(100);
      for (let left = dataSource.migrations.length; left > 0; left--) await dataSource.undoLastMigration();
      expect((await describeSchema(client)).filter((line) => !line.includes('schema_migrations'))).toEqual([]);
      await dataSource.runMigrations();
      expect(await describeSchema(client)).toEqual(before);
    } finally {
      await dataSource.destroy();
    }
  });
});

/** Every column, constraint, index, trigger and function of the product's schema, one line each. */
async function describeSchema(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                  pg_get_expr(d.adbin, d.adrelid)) as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
    union all
    select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
    union all
    select format('index %s', indexdef) from pg_indexes where schemaname = 'public'
    union all
    select format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t
      join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and c.relnamespace = 'public'::regnamespace
    union all
    select format('function %s', pg_get_functiondef(oid)) from pg_proc
     where pronamespace = 'public'::regnamespace and prokind = 'f'
    union all
    select format('sequence %s', sequencename) from pg_sequences where schemaname = 'public'
    order by line`);
  return rows.map((row) => row.line);
}
