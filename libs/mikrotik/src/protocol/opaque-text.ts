import { isUtf8 } from 'node:buffer';
import { type Word } from './sentence-encoder';

const BASE = 0xdc00;
const HIGH = /[\x80-\xff]/g;
/** Half of a pair without the other half, as no valid text has it. */
const LONE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
const RUNS = /((?<![\ud800-\udbff])[\udc80-\udcff]+)/;

/**
 * Text of bytes that are passed on without being understood (routeros.md section 6): UTF-8 as it is; of anything else every
 * byte above 0x7F becomes a character that no text has, so that {@link encodeOpaque} gives back every byte.
 */
export function decodeOpaque(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return bytes.toString('latin1').replace(HIGH, (c) => String.fromCharCode(BASE + c.charCodeAt(0)));
}

/** Does the text stand for bytes that were no UTF-8? */
export function isOpaque(text: string): boolean {
  return LONE.test(text);
}

/** The word as it came in: text as it is, and bytes where it was none. */
export function encodeOpaque(word: string): Word {
  return isOpaque(word) ? opaqueBytes(word) : word;
}

/** The bytes behind a text. */
export function opaqueBytes(text: string): Buffer {
  return Buffer.concat(
    text
      .split(RUNS)
      .map((piece, i) =>
        i % 2 === 0
          ? Buffer.from(piece, 'utf8')
          : Buffer.from(Uint8Array.from({ length: piece.length }, (_, at) => piece.charCodeAt(at) - BASE)),
      ),
  );
}
