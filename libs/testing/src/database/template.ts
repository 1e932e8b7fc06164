import { createHash } from 'node:crypto';
import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { createDataSource, DatabaseConfig, migrations } from '@app/platform';

/** The server that tests use; the launcher starts one and sets this. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests through `npm test` or `npm run test:int`');
  return url;
}

/** The address of another database on the test server. */
export function databaseUrl(name: string): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

/** A configuration with small limits for one test database. */
export function testDatabaseConfig(url: string): DatabaseConfig {
  return Object.assign(new DatabaseConfig(), { url, poolSize: 8, slowQueryMs: 5_000 });
}

/** Runs one statement on the maintenance database of the server. */
export async function onServer<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Named after what the migrations say, so that a changed migration makes a new template. */
export function templateName(): string {
  const source = migrations.map((migration) => migration.toString()).join('\n');
  return `langgan_tpl_${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;
}

/** Makes the migrated template once per server; later calls find it. Safe when several test runs start together. */
export async function ensureTemplate(): Promise<void> {
  const name = templateName();
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [name]);
    if (found.rowCount) return;
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name}`);
    await migrate(databaseUrl(name));
    await client.query(`alter database ${name} is_template true`);
  } finally {
    await client.end();
  }
}

async function migrate(url: string): Promise<void> {
  const dataSource = await createDataSource(testDatabaseConfig(url), 'langgan-template').initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}
