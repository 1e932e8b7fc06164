import { isUtf8 } from 'node:buffer';
import { BYTES } from '../domain/foreign-text';
import { decodeText, isOpaque, opaqueBytes, type Word } from '../protocol';

/** Puts a value that came as opaque text into a row: as text, and as its exact bytes where these were no UTF-8. */
export function putValue(row: Record<string, string>, attribute: string, opaque: string, codePage?: string): void {
  if (!isOpaque(opaque)) {
    row[attribute] = opaque;
    return;
  }
  const bytes = opaqueBytes(opaque);
  row[attribute] = decodeText(bytes, codePage);
  if (!isUtf8(bytes)) row[`${attribute}${BYTES}`] = bytes.toString('base64');
}

const EXACT = /^=([a-z][a-z0-9-]*)#bytes=(.*)$/;

/** The word that goes over the wire: `=comment#bytes=<base64>` is `=comment=` and these bytes. */
export function wireWord(word: string): Word {
  const match = EXACT.exec(word);
  if (!match) return word;
  const [, attribute = '', base64 = ''] = match;
  return Buffer.concat([Buffer.from(`=${attribute}=`), Buffer.from(base64, 'base64')]);
}

/** Does a command hold exact bytes? */
export const hasBytes = (words: readonly string[]): boolean => words.some((word) => EXACT.test(word));
