import { DATA_DIR } from '../paths.mjs';
import { startEmbeddedPostgres } from '../embedded/postgres.mjs';
import { runningSystem } from '../system/run-file.mjs';
import { secretsOf } from '../system/secrets.mjs';

const quietly = () => {};

/**
 * The environment of a one-shot command: that of the given DATABASE_URL, else of the running system, else of an embedded
 * PostgreSQL that is started for the time of the command.
 *
 * @returns {Promise<{ env: object, close: () => Promise<unknown> }>}
 */
export async function commandEnvironment() {
  if (process.env.DATABASE_URL) return { env: process.env, close: async () => {} };
  const system = runningSystem(DATA_DIR);
  if (system) return { env: { ...process.env, ...system.environment }, close: async () => {} };
  const server = await startEmbeddedPostgres({ dir: DATA_DIR, log: quietly });
  return { env: { ...process.env, ...secretsOf(DATA_DIR), DATABASE_URL: server.url }, close: server.stop };
}
