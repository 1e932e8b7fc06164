import { isUtf8 } from 'node:buffer';
import { decode } from 'iconv-lite';

/**
 * What windows-1252 has in 0x80–0x9F; elsewhere it equals Latin-1.
 * why: `TextDecoder('windows-1252')` gives control characters here in several Node versions (nodejs/node#56542).
 */
const HIGH_CONTROLS = ['€\u0081‚ƒ„…†‡', 'ˆ‰Š‹Œ\u008dŽ\u008f', '\u0090‘’“”•–—', '˜™š›œ\u009džŸ'].join('');

/** Text of windows-1252 bytes. Never fails: the five bytes without a character become their control character. */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (c) => HIGH_CONTROLS.charAt(c.charCodeAt(0) - 0x80));
}

/**
 * Text of a word: strict UTF-8, and where the bytes are not UTF-8 the code page that WinBox wrote them in
 * (routeros.md section 6). Reading is lossy in that second case: never write such a text back unasked.
 *
 * @param codePage a name that iconv-lite knows
 */
export function decodeText(bytes: Buffer, codePage = 'windows-1252'): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return codePage === 'windows-1252' ? decodeWindows1252(bytes) : decode(bytes, codePage);
}
