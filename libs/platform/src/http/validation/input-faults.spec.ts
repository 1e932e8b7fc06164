import { inputFaults, MAX_DEPTH } from './input-faults';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const codes = (input: unknown): string[] => inputFaults(input).map(({ path, code }) => `${path} ${code}`);

describe('inputFaults', () => {
  it.each([['text'], [''], [null], [undefined], [7], [true], [{ a: ['b', { c: 'd\ne' }] }], [nested(MAX_DEPTH)]])(
    'has nothing against %j',
    (input) => {
      expect(codes(input)).toEqual([]);
    },
  );

  it('finds a NUL wherever it hides, and says where', () => {
    expect(codes('a\u0000')).toEqual([' NUL']);
    expect(codes({ lines: [{ note: 'ok' }, { note: 'a\u0000b' }] })).toEqual(['lines[1].note NUL']);
    expect(codes({ 'na\u0000me': 'x' })).toEqual([' NUL']);
  });

  it('finds half a surrogate pair, and lets a whole one pass', () => {
    expect(codes({ name: 'a\ud800' })).toEqual(['name ILL_FORMED']);
    expect(codes({ name: 'jaringan \ud83d\ude00' })).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the name %s at every level', (name) => {
    expect(codes(JSON.parse(`{"a":{"${name}":1}}`))).toEqual([`a.${name} UNKNOWN_FIELD`]);
  });

  it('stops at nesting that nobody needs, without a stack overflow', () => {
    expect(codes(nested(MAX_DEPTH + 1))).toEqual([`${'[0]'.repeat(MAX_DEPTH)} TOO_DEEP`]);
    expect(inputFaults(nested(100_000))).toHaveLength(1);
  });

  it('complains about each kind once', () => {
    expect(codes({ a: '\u0000', b: '\u0000', c: nested(20), d: nested(20) })).toHaveLength(2);
  });
});
