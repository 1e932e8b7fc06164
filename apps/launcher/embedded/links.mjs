import fs from 'node:fs';
import path from 'node:path';

/**
 * npm tarballs cannot carry symbolic links, so PostgreSQL's shared libraries lack some of their names until somebody
 * restores them; install scripts may be off, so it is done here.
 *
 * @returns {object} extra environment for the server when node_modules is read-only (the links then go to `dir`)
 */
export function restoreLinks(root, dir) {
  const list = path.join(root, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return {};
  const base = path.dirname(root);
  const links = JSON.parse(fs.readFileSync(list, 'utf8'));
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

function link(to, at) {
  try {
    fs.symlinkSync(to, at);
  } catch (e) {
    // why: two starters may restore at once, and an existing name was restored earlier; EROFS can hide an existing name
    if (e.code !== 'EEXIST' && !exists(at)) throw e;
  }
}

function exists(at) {
  try {
    return Boolean(fs.lstatSync(at));
  } catch {
    return false;
  }
}
