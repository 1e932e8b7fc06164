/**
 * Behind the name of an attribute: its exact bytes as base64. A transport adds such an attribute to a row when a text was no
 * UTF-8, and writes those bytes when a command has one. RouterOS has no name with this character.
 */
export const BYTES = '#bytes';

const ASCII = /^[\x20-\x7e]*$/;

/**
 * How to write an attribute of a row without changing the operator's bytes: what the old and the new text begin with in
 * common goes back as it came, where the router's text was no UTF-8 (routeros.md section 6). A new text that differs by
 * more than ASCII is the operator's own edit and is written as UTF-8.
 *
 * @param row as a transport gave it; copies and JSON of it do as well
 * @returns the attribute to write: itself, or its bytes
 */
export function exactly(
  row: Readonly<Record<string, string>>,
  attribute: string,
  value: string,
): { attribute: string; value: string } {
  const encoded = row[`${attribute}${BYTES}`];
  if (encoded === undefined) return { attribute, value };
  const old = row[attribute] ?? '';
  let kept = 0;
  while (kept < old.length && kept < value.length && old[kept] === value[kept]) kept++;
  const rest = value.slice(kept);
  // why: the code pages have one byte per character, so that characters count bytes
  const bytes = Buffer.from(encoded, 'base64').subarray(0, kept);
  const changed = !ASCII.test(rest) || bytes.length < kept;
  if (changed) return { attribute, value };
  const exact = Buffer.concat([bytes, Buffer.from(rest, 'ascii')]);
  return { attribute: `${attribute}${BYTES}`, value: exact.toString('base64') };
}
