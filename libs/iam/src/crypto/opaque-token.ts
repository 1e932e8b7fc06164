import { createHash, randomBytes } from 'node:crypto';

/** A fresh secret of 256 bit for a client to keep, URL-safe. Only its {@link hashToken} is stored. */
export function newOpaqueToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256: enough for a secret that nobody can guess, and the same each time, so that it can be looked up. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
