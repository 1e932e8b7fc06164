/** Latin letters without their marks, everything else that is no printable ASCII dropped, blanks single, cut to a length. */
export function plainText(text: string, longest: number): string {
  const ascii = text.normalize('NFKD').replace(/[^\x20-\x7e]/g, '');
  return ascii.replace(/\s+/g, ' ').trim().slice(0, longest).trim();
}

/** For names on bank screens: letters, digits and blanks only; never empty. */
export function bankName(text: string, longest: number): string {
  const plain = plainText(text.replace(/[^\p{L}\p{N}\p{M} ]/gu, ' '), longest);
  return plain === '' ? 'PELANGGAN'.slice(0, longest) : plain;
}

/** Digits with an optional plus in front; undefined when hardly a telephone number. */
export function phoneNumber(text: string | undefined, longest: number): string | undefined {
  const digits = (text ?? '').replace(/(?!^\+)\D/g, '');
  return digits.length >= 8 && digits.length <= longest ? digits : undefined;
}

/** The first address that has the form of one and the length that the gateway takes. */
export function emailAddress(candidates: readonly (string | undefined)[], longest: number): string {
  const fits = (text: string | undefined): text is string =>
    text !== undefined && text.length <= longest && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[A-Za-z]{2,}$/.test(text);
  return candidates.find(fits) ?? 'pelanggan@example.com';
}

/** A name for the order that every gateway takes: ASCII, a letter first (payments.md 2.9). */
export const isOrderId = (text: string): boolean => /^[A-Za-z][\w.-]{0,49}$/.test(text);

/** The gateway's words for the log: one line, short, without the given secrets. */
export function messageOf(text: string, secrets: readonly string[]): string {
  const hidden = secrets.filter((one) => one !== '').reduce((words, one) => words.replaceAll(one, '•••'), text);
  return plainText(hidden.replace(/<[^>]*>/g, ' '), 200);
}
