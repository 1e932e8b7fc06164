import { encodeLength, prefixBytes, readFirstByte } from './length';
import { ProtocolError } from './protocol-error';

describe('length prefix', () => {
  it.each([
    [0, '00'],
    [0x7f, '7f'],
    [0x80, '8080'],
    [0x3fff, 'bfff'],
    [0x4000, 'c04000'],
    [0x1fffff, 'dfffff'],
    [0x200000, 'e0200000'],
    [0xfffffff, 'efffffff'],
    [0x10000000, 'f010000000'],
    [0xffffffff, 'f0ffffffff'],
  ])('of %d bytes is %s', (length, hex) => {
    expect(encodeLength(length).toString('hex')).toBe(hex);
    expect(prefixBytes(length)).toBe(hex.length / 2);
  });

  it.each([-1, 1.5, 2 ** 32, Number.NaN])('refuses a length of %d', (length) => {
    expect(() => encodeLength(length)).toThrow(RangeError);
  });

  it.each([0xf1, 0xf7, 0xf8, 0xff])('refuses the control byte %d', (byte) => {
    expect(() => readFirstByte(byte)).toThrow(ProtocolError);
  });
});
