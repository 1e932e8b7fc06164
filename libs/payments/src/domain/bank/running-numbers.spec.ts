import { localDate } from '@app/core';
import { type MutationLine, sameLineKey } from './bank-mutation';
import { numberLines } from './running-numbers';

const line = (description: string, externalId?: string): MutationLine => ({
  ...{ bookedOn: localDate('2026-11-22'), direction: 'CREDIT', amount: 150_000n, description },
  ...(externalId === undefined ? {} : { externalId }),
});
const numbers = (lines: readonly { runningNo: number }[]) => lines.map(({ runningNo }) => runningNo);
const kept = (count: number, nameless: number[]) => new Map([[sameLineKey(line('A')), { count, nameless }]]);

describe('equal lines of a day', () => {
  it('numbers those of a statement from one, whatever is kept', () => {
    const { numbered, named } = numberLines([line('A'), line(' a '), line('B')], kept(5, [1, 2]), new Set());
    expect(numbers(numbered)).toEqual([1, 2, 1]);
    expect(named).toEqual([]);
  });

  it('takes a new name for the line of a statement, then for one more', () => {
    const { numbered, named } = numberLines([line('A', 'x'), line('A', 'y'), line('A', 'z')], kept(2, [2]), new Set());
    expect(numbers(named)).toEqual([2]);
    expect(numbers(numbered)).toEqual([3, 4]);
  });

  it('drops names that it knows, also within one call', () => {
    const { numbered, named } = numberLines(
      [line('A', 'x'), line('A', 'y'), line('A', 'y')],
      new Map(),
      new Set(['x']),
    );
    expect([numbers(numbered), named]).toEqual([[1], []]);
  });
});
