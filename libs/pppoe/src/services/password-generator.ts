import { randomInt } from 'node:crypto';

/** Letters and digits that nobody confuses when reading them out: no 0 and o, 1, i and l, 2 (z), 5 (s), 8 (b). */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz34679';

/** A password from the operating system's random numbers, every letter equally likely: 4.8 bits each. */
export function generatePassword(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}
