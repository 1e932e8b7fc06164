import fc from 'fast-check';
import { nextUsername, USERNAME, usernameStem } from './username';

describe('generated usernames', () => {
  it('are the customer code with a number', () => {
    expect(nextUsername(usernameStem('P000123'), new Set())).toBe('p000123-1');
  });

  it('skip what is taken', () => {
    expect(nextUsername('p000123', new Set(['p000123-1', 'p000123-2', 'p000123-4']))).toBe('p000123-3');
  });

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
        expect(nextUsername(usernameStem(code), new Set())).toMatch(USERNAME);
      }),
    );
  });
});
