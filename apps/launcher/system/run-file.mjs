import fs from 'node:fs';
import path from 'node:path';
import { isRunning } from './processes.mjs';
import { writePrivate } from './secrets.mjs';

const fileOf = (dir) => path.join(dir, 'run.json');

/**
 * Describes the running system of a data folder for the other commands (`npm run story`, `npm run cli`): addresses,
 * ports, process numbers and the environment that its processes share, secrets included, hence 0600.
 */
export function writeRunFile(dir, description) {
  writePrivate(fileOf(dir), description);
}

export function removeRunFile(dir) {
  fs.rmSync(fileOf(dir), { force: true });
}

/** The system that runs from this data folder, or null. A file left by a killed launcher does not count. */
export function runningSystem(dir) {
  try {
    const description = JSON.parse(fs.readFileSync(fileOf(dir), 'utf8'));
    return isRunning(description.launcher) ? description : null;
  } catch {
    return null;
  }
}
