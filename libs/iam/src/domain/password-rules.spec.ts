import { COMMON_PASSWORDS } from './common-passwords';
import { passwordWeakness } from './password-rules';

describe('A1: a new password', () => {
  it.each([
    ['1234567', 'TOO_SHORT'],
    ['😀😀😀a', 'TOO_SHORT'],
    ['x'.repeat(8), 'ONE_CHARACTER'],
    ['ab'.repeat(100), undefined],
    [`${'ab'.repeat(100)}c`, 'TOO_LONG'],
    ['Password123', 'TOO_COMMON'],
    ['BISMILLAH123', 'TOO_COMMON'],
    ['budi.santoso', 'CONTAINS_EMAIL'],
    ['Budi.Santoso@contoh.net', 'CONTAINS_EMAIL'],
    ['tanpa angka apapun', undefined],
    ['        spasi', undefined],
    ['ひみつのことばです', undefined],
  ])('%j: %s', (password, weakness) => {
    expect(passwordWeakness(password, 'budi.santoso@contoh.net')).toBe(weakness);
  });

  it('is compared with a list whose every entry could pass the other rules', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(150);
    expect([...COMMON_PASSWORDS].filter((word) => word.length < 8 || word !== word.toLowerCase())).toEqual([]);
  });
});
