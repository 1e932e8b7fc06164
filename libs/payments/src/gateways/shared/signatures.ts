import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256, hex in lower case. */
export const hmacSha256 = (key: string, message: string | Buffer): string =>
  createHmac('sha256', key).update(message).digest('hex');

/** The digest of a text, hex in lower case. */
export const digest = (algorithm: 'md5' | 'sha256' | 'sha512', message: string | Buffer): string =>
  createHash(algorithm).update(message).digest('hex');

/** Are both texts the same? Takes the same time wherever they differ. */
export function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Does the given hex signature fit one of the expected ones? Hex digits may be upper case; every candidate is compared. */
export function fitsOne(expected: readonly string[], given: string): boolean {
  const lower = given.toLowerCase();
  return expected.map((one) => sameText(one, lower)).includes(true);
}
