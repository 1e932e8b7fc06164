import { CODE_ALPHABETS, checkCodeStyle, codeSpace, leastLength } from './code-style';

describe('codes of vouchers', () => {
  it('have no signs that look alike', () => {
    for (const word of [CODE_ALPHABETS.LETTERS, CODE_ALPHABETS.MIXED]) expect(word).not.toMatch(/[01258iloszbuv]/i);
    expect(new Set(CODE_ALPHABETS.MIXED).size).toBe(CODE_ALPHABETS.MIXED.length);
  });

  it('are too many to guess', () => {
    expect(leastLength('MIXED', 1)).toBe(5);
    expect(leastLength('MIXED', 50_000)).toBe(8);
    expect(leastLength('DIGITS', 10_000)).toBe(10);
    expect(codeSpace({ alphabet: 'DIGITS', length: 10 })).toBe(10_000_000_000n);
  });

  it('may be short when they have a password of their own', () => {
    const style = { prefix: 'K', length: 6, alphabet: 'DIGITS', passwordMode: 'OWN' } as const;
    expect(checkCodeStyle(style, 10_000).ok).toBe(true);
    const guessable = checkCodeStyle({ ...style, passwordMode: 'SAME' }, 10_000);
    expect(guessable).toEqual({ ok: false, error: { leastLength: 10 } });
  });
});
