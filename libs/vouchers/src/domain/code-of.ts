import { CODE_ALPHABETS, type CodeStyle } from './code-style';

/** How single vouchers look: hard to guess even among fifty thousand. */
export const SINGLE_STYLE: CodeStyle = { prefix: '', length: 8, alphabet: 'MIXED', passwordMode: 'SAME' };

/** The style in which a voucher gets another code: that of its batch. */
export function styleOf(voucher: {
  codePrefix: string | null;
  codeLength: number | null;
  codeAlphabet: string | null;
  passwordSealed: string | null;
}): CodeStyle {
  const { codePrefix, codeLength, codeAlphabet, passwordSealed } = voucher;
  if (codePrefix === null || codeLength === null || !isAlphabet(codeAlphabet)) return SINGLE_STYLE;
  const passwordMode = passwordSealed === null ? 'SAME' : 'OWN';
  return { prefix: codePrefix, length: codeLength, alphabet: codeAlphabet, passwordMode };
}

const isAlphabet = (name: string | null): name is keyof typeof CODE_ALPHABETS =>
  name !== null && Object.hasOwn(CODE_ALPHABETS, name);
