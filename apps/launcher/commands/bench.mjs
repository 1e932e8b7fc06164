import fs from 'node:fs';
import path from 'node:path';
import { DATA_DIR, ROOT } from '../paths.mjs';
import { prepare } from '../prepare/prepare.mjs';

const FOLDER = path.join(ROOT, 'dist', 'test', 'bench');
const toStderr = (line) => process.stderr.write(`${line}\n`);

/**
 * The command behind `npm run bench`; resolves to the exit code. What a benchmark prints is passed through untouched, so
 * that the last line of its stdout is its JSON.
 */
export async function bench([name, ...args]) {
  try {
    await prepare();
    const main = path.join(FOLDER, `${name}.js`);
    if (!name || name.startsWith('-') || !fs.existsSync(main)) {
      toStderr(`usage: npm run bench -- <name> [--size N] [--json]\nbenchmarks: ${names().join(', ') || 'none yet'}`);
      return name === '--help' ? 0 : 2;
    }
    return await measure(main, args);
  } catch (e) {
    toStderr(e.message);
    return 1;
  }
}

/** Every file of test/bench is a benchmark, those of its folders are their parts. */
function names() {
  const files = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER) : [];
  return files.filter((file) => file.endsWith('.js')).map((file) => path.basename(file, '.js'));
}

async function measure(main, args) {
  const { startEmbeddedPostgres } = await import('../embedded/postgres.mjs');
  const { passTo } = await import('../system/cli.mjs');
  const given = process.env.BENCH_DATABASE_URL;
  const server = given
    ? null
    : await startEmbeddedPostgres({ dir: path.join(DATA_DIR, 'bench'), port: 0, log: toStderr });
  try {
    const url = given ?? server.url;
    return await passTo([main, ...args], { ...process.env, TZ: 'UTC', BENCH_DATABASE_URL: url, DATABASE_URL: url });
  } finally {
    await server?.stop();
  }
}
