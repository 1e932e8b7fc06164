import { randomInt } from 'node:crypto';
import { CODE_ALPHABETS, type CodeAlphabet, type CodeStyle } from '../domain/code-style';

const OWN_PASSWORD_LENGTH = 6;

/** A code of this style from the operating system's random numbers. It may exist: the database has the last word. */
export const generateCode = ({ prefix, length, alphabet }: CodeStyle): string => prefix + randomWord(alphabet, length);

/** A password of its own. */
export const generateVoucherPassword = (): string => randomWord('MIXED', OWN_PASSWORD_LENGTH);

function randomWord(alphabet: CodeAlphabet, length: number): string {
  const signs = CODE_ALPHABETS[alphabet];
  return Array.from({ length }, () => signs.charAt(randomInt(signs.length))).join('');
}
