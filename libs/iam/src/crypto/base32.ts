const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 without padding: what authenticator apps read. */
export function toBase32(bytes: Uint8Array): string {
  let [bits, width, text] = [0, 0, ''];
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    width += 8;
    while (width >= 5) {
      width -= 5;
      text += ALPHABET.charAt((bits >>> width) & 31);
    }
    bits &= (1 << width) - 1;
  }
  return width > 0 ? text + ALPHABET.charAt((bits << (5 - width)) & 31) : text;
}

/** @throws Error for a character that is not of base32 */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, width] = [0, 0];
  for (const character of text.toUpperCase().replace(/=+$/, '')) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Error('not base32');
    bits = (bits << 5) | value;
    width += 5;
    if (width < 8) continue;
    width -= 8;
    bytes.push((bits >>> width) & 255);
    bits &= (1 << width) - 1;
  }
  return Buffer.from(bytes);
}
