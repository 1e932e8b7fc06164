import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths.mjs';
import { repairAbsoluteRequires } from './absolute-requires.mjs';
import { run } from './run.mjs';

const DIST = path.join(ROOT, 'dist');
const STAMP = path.join(DIST, '.langgan-built.json');
const SETTINGS = ['nest-cli.json', 'tsconfig.json', '.config/tsconfig.build.json', 'package-lock.json'];
const TEST_FILE = /(\.|-)spec\.ts$/;

/**
 * Compiles all apps and libs in one go (`nest build`, with the swagger plugin) when a source, a setting or a dependency
 * differs from what the last build saw. Contents decide, not times, so that a fresh clone or a branch switch is right.
 *
 * @param {{ force?: boolean }} options force: compile from nothing
 * @returns {Promise<boolean>} whether something was compiled
 */
export async function build(log, { force = false } = {}) {
  const files = sources();
  const fingerprint = hash(files);
  const last = readStamp();
  if (!force && last?.fingerprint === fingerprint) return false;
  // why: the compiler leaves the output of a deleted source behind, and migrations or entities must not haunt us
  const gone = last?.files.some((file) => !files.includes(file));
  if (force || gone || !last) fs.rmSync(DIST, { recursive: true, force: true });
  fs.rmSync(STAMP, { force: true });
  const started = Date.now();
  log('building …');
  const nest = path.join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const code = await run(process.execPath, [nest, 'build', 'api', '-p', '.config/tsconfig.build.json']);
  if (code !== 0) throw new Error('the build failed, its errors are above');
  repairAbsoluteRequires(ROOT, DIST);
  fs.writeFileSync(STAMP, JSON.stringify({ fingerprint, files }));
  log(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

/** Every file that the build reads, relative, sorted. */
function sources() {
  const roots = ['apps', 'libs'].flatMap((kind) =>
    fs.readdirSync(path.join(ROOT, kind)).map((name) => path.join(kind, name, 'src')),
  );
  // why: a file of cases is read when it is checked, not built in
  const cases = filesBelow(path.join('test', 'cases')).filter((file) => file.endsWith('.ts'));
  const all = [...[...roots, path.join('test', 'bench')].flatMap((folder) => filesBelow(folder)), ...cases];
  return [...SETTINGS, ...all.filter((file) => !TEST_FILE.test(file)).sort()];
}

function filesBelow(folder) {
  const at = path.join(ROOT, folder);
  if (!fs.existsSync(at)) return [];
  return fs
    .readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)));
}

function hash(files) {
  const sum = createHash('sha256');
  for (const file of files)
    sum
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(ROOT, file)))
      .update('\0');
  return sum.digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(fs.readFileSync(STAMP, 'utf8'));
  } catch {
    return null;
  }
}
