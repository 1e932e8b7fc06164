import path from 'node:path';
import { DATA_DIR } from '../paths.mjs';

/** Speed instead of durability: what a crash could lose is thrown away anyway. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 200,
  max_locks_per_transaction: 256,
  autovacuum_naptime: '10s',
  random_page_cost: 1.1, // why: everything is in memory; for small tables indexes would look too dear
};

/**
 * The PostgreSQL of the tests: TEST_DATABASE_URL, or one of our own.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<unknown> }>}
 */
export async function testDatabase(log) {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const { startEmbeddedPostgres } = await import('../embedded/postgres.mjs');
  const dir = path.join(DATA_DIR, 'test');
  const server = await startEmbeddedPostgres({ dir, port: 0, settings: SETTINGS, log });
  await sweep(server);
  return server;
}

/** Drops the databases that killed test runs left behind; those that somebody uses now cannot be dropped. */
async function sweep(server) {
  if (server.attached) return;
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    const left = await client.query(
      `select datname, datistemplate from pg_database where datname ~ '^langgan_t(pl)?_'`,
    );
    const templates = left.rows.filter((row) => row.datistemplate).length;
    for (const { datname, datistemplate } of left.rows) {
      if (datistemplate && templates < 5) continue; // why: making one takes seconds, keeping a few costs little
      if (datistemplate) await client.query(`alter database ${client.escapeIdentifier(datname)} is_template false`);
      await client.query(`drop database if exists ${client.escapeIdentifier(datname)}`);
    }
  } finally {
    await client.end();
  }
}
