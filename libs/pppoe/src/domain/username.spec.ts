import fc from 'fast-check';
import { USERNAME, usernameStem } from './username';

describe('generated usernames', () => {
  it.each([
    ['PLG/2026 001', 'plg-2026-001'],
    ['--Ä--', 'user'],
    ['', 'user'],
  ])('make %j fit', (code, stem) => {
    expect(usernameStem(code)).toBe(stem);
  });

  it('are usernames whatever the code is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (code) => {
        expect(`${usernameStem(code)}-1`).toMatch(USERNAME);
      }),
    );
  });
});
