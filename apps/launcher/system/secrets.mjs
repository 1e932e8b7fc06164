import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Secrets that a system of this machine makes for itself. In production the operator sets them. */
const MAKERS = {
  SECRET_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
  JWT_SECRET: () => randomBytes(48).toString('base64url'),
  AUDIT_SIGNING_KEY: () => randomBytes(48).toString('base64url'),
};

/**
 * The secrets of a data folder as environment variables: made once, kept in secrets.json (0600). One that the
 * environment sets already is left to it.
 */
export function secretsOf(dir) {
  const file = path.join(dir, 'secrets.json');
  const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const missing = Object.keys(MAKERS).filter((name) => !kept[name]);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = MAKERS[name]();
    writePrivate(file, kept);
  }
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !process.env[name]));
}

/** Writes a file that only its owner may read, in one step. */
export function writePrivate(file, value) {
  const aside = `${file}.${process.pid}`;
  fs.writeFileSync(aside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(aside, file);
}
