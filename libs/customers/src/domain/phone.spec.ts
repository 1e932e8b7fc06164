import fc from 'fast-check';
import { normalisePhone } from './phone';

describe('a phone number', () => {
  it.each([
    ['081234567890', '+6281234567890'],
    ['0812-3456-7890', '+6281234567890'],
    ['0812 3456 7890', '+6281234567890'],
    ['(0812) 3456.7890', '+6281234567890'],
    ['81234567890', '+6281234567890'],
    ['6281234567890', '+6281234567890'],
    ['+62 812-3456-7890', '+6281234567890'],
    ['+62 (0)812 3456 7890', '+6281234567890'],
    ['006281234567890', '+6281234567890'],
    ['62081234567890', '+6281234567890'],
    ['022 2501234', '+62222501234'],
    ['+6591234567', '+6591234567'],
    ['0065 9123 4567', '+6591234567'],
  ])('%s is %s', (text, expected) => {
    expect(normalisePhone(text)).toBe(expected);
  });

  it.each([
    '',
    '0',
    '08',
    '+',
    '++62812345678',
    'abc',
    '0812abc4567',
    '123456',
    '+0812345678',
    '0812345678901234567',
    '٠٨١٢٣٤٥٦٧٨٩',
  ])('%j is none', (text) => {
    expect(normalisePhone(text)).toBeUndefined();
  });

  it('is in E.164 or refused, and a normal one stays as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 .()-]{5,20}$/)), (text) => {
        const phone = normalisePhone(text);
        if (phone === undefined) return;
        expect(phone).toMatch(/^\+[1-9]\d{7,14}$/);
        expect(normalisePhone(phone)).toBe(phone);
      }),
      { numRuns: 10_000 },
    );
  });
});
