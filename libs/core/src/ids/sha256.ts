import { createHash } from 'node:crypto';

/** SHA-256 of texts, each with a line break after it, as hexadecimal digits. */
export function sha256Hex(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}
