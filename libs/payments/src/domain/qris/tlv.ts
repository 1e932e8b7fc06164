import { fail, ok, type Result } from '@app/core';

/** One element of an EMV merchant QR: two digits of tag, two of length, the value as it stands. */
export interface TlvElement {
  tag: string;
  value: string;
}

/** Splits a payload into its root elements; lengths count characters, not bytes. Nested templates stay raw. */
export function parseTlv(payload: string): Result<TlvElement[], 'MALFORMED'> {
  const characters = Array.from(payload);
  const elements: TlvElement[] = [];
  for (let at = 0; at < characters.length;) {
    const head = characters.slice(at, at + 4).join('');
    if (!/^\d{4}$/.test(head)) return fail('MALFORMED');
    const end = at + 4 + Number(head.slice(2));
    if (end > characters.length) return fail('MALFORMED');
    elements.push({ tag: head.slice(0, 2), value: characters.slice(at + 4, end).join('') });
    at = end;
  }
  return ok(elements);
}

/** The payload of elements; {@link parseTlv} gives them back. @throws RangeError for a value of more than 99 characters */
export function writeTlv(elements: readonly TlvElement[]): string {
  return elements
    .map(({ tag, value }) => {
      const { length } = Array.from(value);
      if (length > 99) throw new RangeError(`tag ${tag} is too long`);
      return `${tag}${String(length).padStart(2, '0')}${value}`;
    })
    .join('');
}
