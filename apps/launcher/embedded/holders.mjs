import fs from 'node:fs';
import path from 'node:path';
import { identityOf, isRunning } from '../system/processes.mjs';

/**
 * Which processes use the server of a data folder: the last one to leave stops it, whoever started it. A process that
 * was killed does not count.
 */
export class Holders {
  constructor(dir) {
    this.folder = path.join(dir, 'pg.users');
    this.own = path.join(this.folder, String(process.pid));
  }

  join() {
    fs.mkdirSync(this.folder, { recursive: true });
    fs.writeFileSync(this.own, identityOf());
  }

  /** @returns {boolean} whether nobody else uses the server */
  leave() {
    fs.rmSync(this.own, { force: true });
    return this.others().length === 0;
  }

  /** Process numbers of the others; forgets those that are gone. */
  others() {
    const names = fs.existsSync(this.folder) ? fs.readdirSync(this.folder) : [];
    return names.filter((name) => name !== String(process.pid) && this.holds(name)).map(Number);
  }

  holds(name) {
    const file = path.join(this.folder, name);
    try {
      if (isRunning(fs.readFileSync(file, 'utf8'))) return true;
      fs.rmSync(file, { force: true });
    } catch {
      // somebody else forgot it first
    }
    return false;
  }
}
