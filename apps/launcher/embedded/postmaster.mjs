import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alive, commandLineOf } from '../system/processes.mjs';
import { findPostgres, program } from './binaries.mjs';

/** What PostgreSQL wrote about itself, or null when there is no such file. */
export function readPidFile(dataDir) {
  try {
    const lines = fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return null;
  }
}

/** The server of this folder when it runs. A number in a stale file may belong to a foreign process by now. */
export function runningServer(dataDir) {
  const server = readPidFile(dataDir);
  if (!server || !alive(server.pid)) return null;
  const command = commandLineOf(server.pid);
  if (!command) return null;
  const isPostgres = /postgres/.test(command[0] ?? '');
  const isOurs = process.platform !== 'linux' || command.some((word) => path.resolve(word) === dataDir);
  return isPostgres && isOurs ? server : null;
}

/**
 * Fast shutdown: open transactions are rolled back, a checkpoint is written.
 *
 * @returns {Promise<boolean>} false when no server of this folder was running
 */
export async function stopServer(dir, dataDir) {
  const server = runningServer(dataDir);
  if (!server) return false;
  if (process.platform === 'win32') {
    const install = findPostgres(dir);
    const args = ['stop', '-D', dataDir, '-m', 'fast', '-w'];
    spawnSync(program(install.root, 'pg_ctl'), args, { env: install.env });
  } else {
    signal(server.pid, 'SIGINT');
  }
  for (let i = 0; i < 1_500 && (readPidFile(dataDir) || alive(server.pid)); i++) await sleep(20);
  return true;
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (e) {
    if (e.code !== 'ESRCH') throw e; // gone already
  }
}
