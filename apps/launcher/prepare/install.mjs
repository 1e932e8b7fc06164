import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths.mjs';
import { run } from './run.mjs';

const LOCK = path.join(ROOT, 'package-lock.json');
const MODULES = path.join(ROOT, 'node_modules');
/** npm ci removes the folder first, so a stamp inside it says that an installation came to its end. */
const STAMP = path.join(MODULES, '.langgan-installed');

const fingerprint = () => createHash('sha256').update(fs.readFileSync(LOCK)).digest('hex');

/**
 * Installs the dependencies when they are missing, half installed, or not those of package-lock.json.
 *
 * @returns {Promise<boolean>} whether something was installed
 */
export async function install(log) {
  const wanted = fingerprint();
  if (readText(STAMP) === wanted) return false;
  if (fulfilsLock()) {
    stamp(wanted);
    return false;
  }
  log('installing the dependencies (npm ci), this takes about a minute …');
  const { command, args, shell } = npm();
  // why: nothing needs an install script (TOOLCHAIN.md 8); dev and optional packages are needed whatever NODE_ENV says
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const code = await run(command, [...args, 'ci', ...flags, '--loglevel=error'], { shell });
  if (code !== 0) {
    throw new Error(
      code === 127
        ? 'npm was not found. It comes with Node.js: see https://nodejs.org.'
        : `npm ci ended with code ${code}. Its message is above; is the npm registry within reach?`,
    );
  }
  stamp(wanted);
  return true;
}

/** Did somebody run npm ci by hand? npm writes its own record last, so a broken installation has none. */
function fulfilsLock() {
  try {
    const wanted = JSON.parse(fs.readFileSync(LOCK, 'utf8')).packages;
    const found = JSON.parse(fs.readFileSync(path.join(MODULES, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([where, { version, optional, link }]) =>
        where === '' || link || (found[where] ? found[where].version === version : optional),
    );
  } catch {
    return false;
  }
}

/** The npm that started us, else the one on PATH. */
function npm() {
  const file = process.env.npm_execpath ?? '';
  if (/np[mx]-cli\.js$/.test(file) && fs.existsSync(file)) {
    return { command: process.execPath, args: [file.replace(/npx-cli\.js$/, 'npm-cli.js')], shell: false };
  }
  // why: npm is a batch file on Windows, which only a shell can run
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

function stamp(text) {
  try {
    fs.writeFileSync(STAMP, text);
  } catch (e) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(e.code)) throw e; // a shared, read-only installation is fine
  }
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
