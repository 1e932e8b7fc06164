import { decodeText, decodeWindows1252 } from './text';

describe('decodeText', () => {
  it('reads UTF-8', () => {
    expect(decodeText(Buffer.from('№ – é 日本 😀'))).toBe('№ – é 日本 😀');
  });

  it('falls back to windows-1252 where the bytes are not UTF-8', () => {
    expect(decodeText(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x96, 0x20, 0x80]))).toBe('café – €');
  });

  it('knows all 32 characters that differ from Latin-1', () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, i) => 0x80 + i));
    const text = decodeWindows1252(bytes);
    expect(text).toHaveLength(32);
    expect(text.replace(/[^\u0080-\u009f]/g, '')).toBe('\u0081\u008d\u008f\u0090\u009d');
    for (const character of '€’Ÿ…ž‚ƒ') expect(text).toContain(character);
    expect(decodeWindows1252(Buffer.from([0x92]))).toBe('\u2019');
    expect(decodeWindows1252(Buffer.from([0x9f, 0x7f, 0xa0, 0xff]))).toBe('\u0178\u007f\u00a0\u00ff');
  });
});
