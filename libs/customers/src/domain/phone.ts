const SEPARATORS = /[\s().\-/]/g;
const E164 = /^\+[1-9]\d{7,14}$/;

/**
 * Brings a telephone number as Indonesians write it into E.164: `0812-3456-789`, `62 812…`, `+62 (0)812…` and `812…` are
 * all `+62812…`; a number of another country needs its `+` or `00`.
 *
 * @returns undefined when it cannot be a telephone number
 */
export function normalisePhone(text: string): string | undefined {
  const compact = text.replace(SEPARATORS, '');
  const international = withCountry(compact)?.replace(/^\+620+/, '+62');
  return international !== undefined && E164.test(international) ? international : undefined;
}

function withCountry(compact: string): string | undefined {
  if (compact.startsWith('+')) return compact;
  if (compact.startsWith('00')) return `+${compact.slice(2)}`;
  if (compact.startsWith('0')) return `+62${compact.slice(1)}`;
  if (compact.startsWith('62')) return `+${compact}`;
  if (compact.startsWith('8')) return `+62${compact}`;
  return undefined;
}
