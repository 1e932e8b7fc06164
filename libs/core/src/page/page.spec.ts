import fc from 'fast-check';
import { DomainError } from '../errors/domain-error';
import { type CursorValues, decodeCursor, encodeCursor, pageOf } from './page';

const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null));

const decoded = (cursor: string, length: number): CursorValues | string => {
  try {
    return decodeCursor(cursor, length);
  } catch (error) {
    return error instanceof DomainError ? error.code : 'defect';
  }
};

describe('a cursor', () => {
  it('says what was put in, in characters that need no escaping in an address', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        const cursor = encodeCursor(values);
        expect(cursor).toMatch(/^[\w-]*$/);
        expect(decodeCursor(cursor, values.length)).toEqual(values);
        expect(decoded(cursor, values.length + 1)).toBe('CORE_INVALID_CURSOR');
      }),
      { numRuns: 10_000 },
    );
  });

  it('that nobody was given is refused, whatever it holds', () => {
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), json), (cursor) => {
        const result = decoded(cursor, 2);
        if (typeof result === 'string') expect(result).toBe('CORE_INVALID_CURSOR');
        else expect(result.every((part) => part === null || ['string', 'number'].includes(typeof part))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    '',
    '""',
    '{"length":2,"0":1,"1":2}',
    '[{},1]',
    '[[1],2]',
    '[true,1]',
    '[1e999,1]',
    '[1,-1e999]',
    '[1,2,3]',
    '[',
  ])('of %s is refused', (text) => {
    expect(decoded(Buffer.from(text).toString('base64url'), 2)).toBe('CORE_INVALID_CURSOR');
  });
});

describe('a page', () => {
  it('says where the next one begins, only when there is one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 20 }), fc.integer({ min: 1, max: 20 }), (rows, limit) => {
        const page = pageOf(rows, limit, (row) => [row]);
        expect(page.items).toEqual(rows.slice(0, limit));
        expect(page.nextCursor).toBe(rows.length > limit ? encodeCursor([page.items.at(-1) ?? 0]) : null);
      }),
    );
  });
});
