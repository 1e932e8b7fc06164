import fs from 'node:fs';
import path from 'node:path';

/** What the first start of a data folder decided: demo or empty, and whether the demo is seeded. */
export class DemoMark {
  constructor(dir) {
    this.file = path.join(dir, 'demo.json');
  }

  /** @returns {{ demo?: boolean, seeded?: boolean }} */
  read() {
    return fs.existsSync(this.file) ? JSON.parse(fs.readFileSync(this.file, 'utf8')) : {};
  }

  add(facts) {
    fs.writeFileSync(this.file, `${JSON.stringify({ ...this.read(), ...facts }, null, 2)}\n`);
  }
}
