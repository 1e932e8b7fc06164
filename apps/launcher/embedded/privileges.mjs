import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { program } from './binaries.mjs';

/**
 * PostgreSQL refuses to run as root: finds a way down.
 *
 * @returns {{ how: string, owner: { uid: number, gid: number } | null, wrap: Function }} wrap turns a program and its
 *   arguments into what is to be spawned; owner is who must own the files of the cluster
 */
export function privileges({ root, env }, dir) {
  if (process.getuid?.() !== 0) return { how: 'ordinary user', owner: null, wrap: (cmd, args) => [cmd, args, {}] };
  const probe = program(root, 'postgres');
  const way = ownerOfCluster(dir) ?? userNamespace(probe, env) ?? unprivilegedAccount(probe, env);
  if (way) return way;
  throw new Error(
    `Running as root, and PostgreSQL refuses root. No way to drop privileges reaches ${root} ` +
      "(is a parent folder closed to other users, as root's home is?). Move the project to a folder that others may " +
      'enter, run as an ordinary user, or set DATABASE_URL.',
  );
}

/** A cluster that an ordinary account made earlier is run as that account. */
function ownerOfCluster(dir) {
  try {
    const { uid, gid } = fs.statSync(path.join(dir, 'pg'));
    return uid === 0 ? null : asAccount(`root → cluster owner ${uid}`, uid, gid);
  } catch {
    return null; // no cluster yet
  }
}

/** Files stay root's and closed folders stay reachable; refused in unprivileged containers. */
function userNamespace(probe, env) {
  if (process.platform !== 'linux' || process.env.EMBEDDED_PG_ROOT === 'nobody') return null;
  const prefix = ['--user', '--map-user=65534', '--map-group=65534', '--'];
  if (spawnSync('unshare', [...prefix, probe, '--version'], { env }).status !== 0) return null;
  return {
    how: 'root via user namespace',
    owner: null,
    wrap: (cmd, args) => ['unshare', [...prefix, cmd, ...args], {}],
  };
}

/** initdb wants an account that the system knows. */
function unprivilegedAccount(probe, env) {
  for (const account of [process.env.SUDO_USER, 'postgres', 'nobody'].filter(Boolean)) {
    const uid = idOf('-u', account);
    const gid = idOf('-g', account);
    if (uid && gid && spawnSync(probe, ['--version'], { uid, gid, env }).status === 0) {
      return asAccount(`root → ${account}`, uid, gid);
    }
  }
  return null;
}

function asAccount(how, uid, gid) {
  return { how, owner: { uid, gid }, wrap: (cmd, args) => [cmd, args, { uid, gid }] };
}

const idOf = (flag, account) => Number(spawnSync('id', [flag, account], { encoding: 'utf8' }).stdout);
