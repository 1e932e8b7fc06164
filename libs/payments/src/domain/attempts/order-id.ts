const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHANCE_LENGTH = 10;
const MAX_TITLE = 36;

/**
 * Our name for an attempt at a gateway: what is paid and ten characters of chance, never the same twice. ASCII, starts with a
 * letter, at most 50 characters (payments.md 2.9).
 *
 * @param chance an integer below its argument
 */
export function newOrderId(title: string, chance: (below: number) => number): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_TITLE);
  const random = Array.from({ length: CHANCE_LENGTH }, () => ALPHABET[chance(ALPHABET.length)]).join('');
  const text = /^[A-Za-z]/.test(plain) ? plain : `P-${plain}`.replace(/-$/, '').slice(0, MAX_TITLE);
  return `${text}-${random}`;
}
