import { type MutationLine, sameLineKey } from './bank-mutation';

/** What is kept of equal lines: how many, and which of them have no name. */
export type EqualLines = ReadonlyMap<string, { count: number; nameless: readonly number[] }>;

/** Lines with their place among equals. */
export interface NumberedLines<T> {
  /** To be written; those that are there already are left alone by their number. */
  numbered: T[];
  /** Lines that are there without a name, and are called by one now. */
  named: T[];
}

/**
 * Numbers equal lines of a day. A statement tells all lines of a day, so its first of several equal ones is number one,
 * whatever was told before. A forwarding service tells lines one by one under names: a new name is the next nameless line that is
 * kept (its statement came first), or one more.
 *
 * @param known names that were told before; their lines are dropped
 */
export function numberLines<T extends MutationLine>(
  lines: readonly T[],
  kept: EqualLines,
  known: ReadonlySet<string>,
): NumberedLines<T & { runningNo: number }> {
  const told = new Map<string, number>();
  const left = new Map([...kept].map(([key, { nameless }]) => [key, [...nameless]]));
  const added = new Map([...kept].map(([key, { count }]) => [key, count]));
  const result: NumberedLines<T & { runningNo: number }> = { numbered: [], named: [] };
  const names = new Set(known);
  for (const line of lines) {
    const key = sameLineKey(line);
    if (line.externalId === undefined) {
      const runningNo = (told.get(key) ?? 0) + 1;
      told.set(key, runningNo);
      result.numbered.push({ ...line, runningNo });
      continue;
    }
    if (names.has(line.externalId)) continue;
    names.add(line.externalId);
    const nameless = left.get(key)?.shift();
    if (nameless !== undefined) {
      result.named.push({ ...line, runningNo: nameless });
      continue;
    }
    const runningNo = (added.get(key) ?? 0) + 1;
    added.set(key, runningNo);
    result.numbered.push({ ...line, runningNo });
  }
  return result;
}
