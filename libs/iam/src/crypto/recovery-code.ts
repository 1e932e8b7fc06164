import { createHash, randomBytes } from 'node:crypto';
import { toBase32 } from './base32';

/** How many codes a user gets at a time. */
export const RECOVERY_CODES = 10;

/** A code of 80 random bits for somebody to write down: `ABCD-EFGH-IJKL-MNOP`. */
export function newRecoveryCode(): string {
  return toBase32(randomBytes(10)).replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * What is stored of a recovery code, however it is typed: capitals, spaces and dashes do not matter. A plain hash will do,
 * because nobody guesses 80 random bits; the user's id in it keeps equal codes of two users apart.
 */
export function hashRecoveryCode(userId: string, code: string): Buffer {
  const plain = code.toUpperCase().replace(/[\s-]/g, '');
  return createHash('sha256').update(`${userId}:${plain}`, 'utf8').digest();
}
