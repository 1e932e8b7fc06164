import fs from 'node:fs';
import path from 'node:path';
import { takeLock } from '../system/lock.mjs';
import { ROOT } from '../paths.mjs';
import { build } from './build.mjs';
import { install } from './install.mjs';

const toStderr = (line) => process.stderr.write(`${line}\n`);

/**
 * Makes the project folder ready to run: installs what is missing, builds what is stale. Two launches at once wait for
 * each other; an interrupted one is repeated by the next.
 *
 * @param {{ log?: Function, compile?: boolean }} options compile: false only installs
 */
export async function prepare({ log = toStderr, compile = true } = {}) {
  const folder = path.join(ROOT, '.data');
  fs.mkdirSync(folder, { recursive: true });
  const release = await takeLock(path.join(folder, 'prepare.lock'), { waitMs: 15 * 60_000 });
  try {
    await install(log);
    if (compile) await build(log);
  } finally {
    release();
  }
}
