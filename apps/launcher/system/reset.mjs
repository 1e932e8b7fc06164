import fs from 'node:fs';
import path from 'node:path';
import { runningServer } from '../embedded/postmaster.mjs';
import { runningSystem } from './run-file.mjs';

/** What belongs to the system itself; the folders of tests, benchmarks and the story beside it stay. */
const OWN = /^(pg|pg\..*|pg-lib|logs|simulator|routers\.json|secrets\.json|run\.json|demo\.json)$/;

/**
 * Deletes all data of a folder.
 *
 * @throws Error when something still runs there
 */
export function resetData(dir) {
  if (runningSystem(dir)) throw new Error('Langgan is running from this folder: stop it first (Ctrl-C in its window).');
  if (runningServer(path.join(dir, 'pg'))) {
    throw new Error('A PostgreSQL of an earlier start is still running: stop it first with `npm run db:stop`.');
  }
  if (!fs.existsSync(dir)) return;
  for (const name of fs.readdirSync(dir).filter((name) => OWN.test(name))) {
    fs.rmSync(path.join(dir, name), { recursive: true, force: true });
  }
}
