import fc from 'fast-check';
import { decodeOpaque, encodeOpaque, isOpaque, opaqueBytes } from './opaque-text';

describe('texts that are no UTF-8', () => {
  it('come back byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (array) => {
        const bytes = Buffer.from(array);
        const word = encodeOpaque(decodeOpaque(bytes));
        expect(Buffer.from(word)).toEqual(bytes);
        expect(opaqueBytes(decodeOpaque(bytes))).toEqual(bytes);
      }),
    );
  });

  it('are told from texts that are', () => {
    for (const text of ['', 'abc', 'é 日本 😀', '\ud83d\udc80', 'x😀']) expect(isOpaque(text)).toBe(false);
    expect(isOpaque(decodeOpaque(Buffer.from('caf\xe9', 'latin1')))).toBe(true);
    expect(isOpaque(decodeOpaque(Buffer.concat([Buffer.from('😀'), Buffer.of(0xff)])))).toBe(true);
  });
});
