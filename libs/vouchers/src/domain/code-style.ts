import { fail, ok, type Result } from '@app/core';

/** Letters and digits that nobody confuses on paper: no 0 and O, 1, I and L, 2 (Z), 5 (S), 8 (B), U (V). */
export const CODE_ALPHABETS = {
  DIGITS: '0123456789',
  LETTERS: 'acdefghjkmnpqrtwxy',
  MIXED: 'acdefghjkmnpqrtwxy34679',
} as const;
export type CodeAlphabet = keyof typeof CODE_ALPHABETS;

/** `SAME`: the code is user name and password. `OWN`: the password is another random word. */
export const PASSWORD_MODES = ['SAME', 'OWN'] as const;
export type PasswordMode = (typeof PASSWORD_MODES)[number];

/** How the codes of a batch look: the prefix and then `length` random signs. */
export interface CodeStyle {
  prefix: string;
  /** Random signs after the prefix. */
  length: number;
  alphabet: CodeAlphabet;
  passwordMode: PasswordMode;
}

/** Somebody who guesses finds one of the batch's codes in a million tries at best. */
export const LEAST_SPARSITY = 1_000_000n;

/** How many codes of this style there are. */
export const codeSpace = ({ alphabet, length }: Pick<CodeStyle, 'alphabet' | 'length'>): bigint =>
  BigInt(CODE_ALPHABETS[alphabet].length) ** BigInt(length);

/** The shortest length of which `quantity` codes can hardly be guessed, and collide rarely while they are made. */
export function leastLength(alphabet: CodeAlphabet, quantity: number): number {
  let length = 4;
  while (codeSpace({ alphabet, length }) < BigInt(quantity) * LEAST_SPARSITY) length += 1;
  return length;
}

/** Is a batch of so many codes safe in this style? A password of its own makes short codes safe: it is what is guessed. */
export function checkCodeStyle(style: CodeStyle, quantity: number): Result<CodeStyle, { leastLength: number }> {
  const least = style.passwordMode === 'OWN' ? leastLength(style.alphabet, 1) : leastLength(style.alphabet, quantity);
  return style.length >= least ? ok(style) : fail({ leastLength: least });
}
