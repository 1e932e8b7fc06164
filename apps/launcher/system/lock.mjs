import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isRunning } from './processes.mjs';

const BEAT_MS = 5_000;
const DEAD_AFTER_MS = 120_000;

/**
 * Takes a lock file, waiting for its owner. A lock of a process that is gone, or that has not been touched for two
 * minutes, does not count.
 *
 * @returns {Promise<() => void>} releases it
 */
export async function takeLock(file, { waitMs = 130_000 } = {}) {
  for (const end = Date.now() + waitMs; Date.now() < end; await sleep(100)) {
    try {
      fs.writeFileSync(file, identityOf(), { flag: 'wx' });
      return holding(file);
    } catch (e) {
      if (e.code !== 'EEXIST') throw e;
    }
    const stale = staleText(file);
    if (stale !== null) removeStale(file, stale);
  }
  throw new Error(`another process holds ${file} for too long; if none runs, delete the file`);
}

function holding(file) {
  const beat = setInterval(() => fs.utimes(file, new Date(), new Date(), () => {}), BEAT_MS).unref();
  return () => {
    clearInterval(beat);
    fs.rmSync(file, { force: true });
  };
}

/** The text of a lock that does not count any more, else null. */
function staleText(file) {
  try {
    const owner = fs.readFileSync(file, 'utf8').trim();
    const age = Date.now() - fs.statSync(file).mtimeMs;
    if (owner === '') return age > 2_000 ? owner : null; // its owner died between creating and writing it
    // why: where start times cannot be read, our own number means a process of before a restart
    const reused = process.platform !== 'linux' && owner === identityOf();
    return reused || !isRunning(owner) || age > DEAD_AFTER_MS ? owner : null;
  } catch {
    return null;
  }
}

/** Two processes may see the same stale lock: whoever catches the fresh lock of the other one puts it back. */
function removeStale(file, stale) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (fs.readFileSync(aside, 'utf8').trim() !== stale) fs.linkSync(aside, file);
    fs.rmSync(aside, { force: true });
  } catch {
    // the other one was faster
  }
}
