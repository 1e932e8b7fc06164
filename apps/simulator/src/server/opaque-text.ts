import { isUtf8 } from 'node:buffer';
import { type Word } from '@app/mikrotik';

const BASE = 0xdc00;
const HIGH = /[\x80-\xff]/g;
/** Half of a pair without the other half, as no valid text has it. */
const LONE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

/**
 * Text of bytes that a router keeps without understanding them (routeros.md section 6). Bytes that are no UTF-8 become
 * characters that no text has, so that {@link encodeOpaque} gives back every byte.
 */
export function decodeOpaque(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return bytes.toString('latin1').replace(HIGH, (c) => String.fromCharCode(BASE + c.charCodeAt(0)));
}

/** The word as it came in: text as it is, and bytes where it was none. */
export function encodeOpaque(word: string): Word {
  if (!LONE.test(word)) return word;
  const pieces = word.split(/((?<![\ud800-\udbff])[\udc80-\udcff]+)/);
  return Buffer.concat(
    pieces.map((piece, i) =>
      i % 2 === 0
        ? Buffer.from(piece, 'utf8')
        : Buffer.from(Uint8Array.from({ length: piece.length }, (_, at) => piece.charCodeAt(at) - BASE)),
    ),
  );
}
