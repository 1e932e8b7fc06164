import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort, isPortFree } from '../system/ports.mjs';
import { program } from './binaries.mjs';
import { readPidFile } from './postmaster.mjs';

/** initdb into a temporary folder, then rename: a crash cannot leave half a cluster behind. */
export function initCluster({ dir, dataDir, user, password, install, run }) {
  const temporary = path.join(dir, 'pg.init');
  const passwordFile = path.join(dir, 'pg.init.pw');
  fs.rmSync(temporary, { recursive: true, force: true });
  fs.rmSync(passwordFile, { force: true });
  fs.mkdirSync(temporary, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (run.owner) for (const file of [temporary, passwordFile]) fs.chownSync(file, run.owner.uid, run.owner.gid);
  // PostgreSQL 17 and later bring their own C.UTF-8: no dependence on the locales of the operating system
  const locale =
    install.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8'];
  const flags = ['-D', temporary, '-U', user, '-E', 'UTF8', ...locale, '--auth=scram-sha-256'];
  const [cmd, args, options] = run.wrap(program(install.root, 'initdb'), [...flags, `--pwfile=${passwordFile}`]);
  const answer = spawnSync(cmd, args, { ...options, cwd: dir, encoding: 'utf8', env: install.env });
  fs.rmSync(passwordFile, { force: true });
  if (answer.status !== 0) {
    throw new Error(`initdb failed (${answer.status ?? answer.error}): ${answer.stderr ?? ''}${answer.stdout ?? ''}`);
  }
  fs.renameSync(temporary, dataDir);
}

/**
 * Starts the server on the preferred port or on a free one. Ready is what PostgreSQL itself says in postmaster.pid.
 *
 * @returns {Promise<{ child: import('node:child_process').ChildProcess, chosen: number }>}
 */
export async function startServer({ dir, dataDir, port, settings, install, run, log }) {
  for (let attempt = 1; ; attempt++) {
    const chosen = attempt === 1 && port > 0 && (await isPortFree(port)) ? port : await anyFreePort();
    if (port > 0 && chosen !== port) log(`port ${port} is taken, PostgreSQL uses ${chosen}`);
    const logFile = path.join(dir, 'pg.log');
    const logFrom = fs.existsSync(logFile) ? fs.statSync(logFile).size : 0;
    const child = spawnServer({ dataDir, chosen, settings, install, run, logFile });
    const ended = await readyOrEnded(child, dataDir, logFile);
    if (!ended) return { child, chosen };
    const tail = fs.readFileSync(logFile).subarray(logFrom).toString('utf8');
    if (attempt < 4 && /Address already in use|could not create any TCP/.test(tail)) continue; // lost a race for the port
    const lines = tail.trim().split('\n').slice(-8).join('\n');
    throw new Error(`PostgreSQL did not start (${ended}). The end of its log:\n${lines}`);
  }
}

function spawnServer({ dataDir, chosen, settings, install, run, logFile }) {
  // TCP on the loopback only: a socket file would bring its 107-byte path limit and clashes between projects
  const config = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: chosen,
    max_connections: 100,
    shared_buffers: '128MB',
    timezone: 'UTC', // why: initdb would take the host's zone
    log_timezone: 'UTC',
    ...settings,
  };
  const flags = Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [cmd, args, options] = run.wrap(program(install.root, 'postgres'), ['-D', dataDir, ...flags]);
  const output = fs.openSync(logFile, 'a');
  try {
    // detached: Ctrl-C must reach the application first, the server last
    const stdio = ['ignore', output, output];
    const child = spawn(cmd, args, { ...options, detached: true, windowsHide: true, stdio, env: install.env });
    child.unref();
    return child;
  } finally {
    fs.closeSync(output);
  }
}

async function readyOrEnded(child, dataDir, logFile) {
  let ended = null;
  child.once('exit', (code, signal) => (ended = `exit ${code ?? signal}`));
  child.once('error', (e) => (ended = e.message));
  const deadline = Date.now() + 60_000;
  while (!ended && readPidFile(dataDir)?.status !== 'ready') {
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw new Error(`PostgreSQL was not ready within 60 s, see ${logFile}`);
    }
    await sleep(20);
  }
  return ended;
}
