/**
 * A code that is free: at random among those of the range, which doubles from `codeMax` for as long as more than half of it
 * is in use, up to `codeLimit` (payments.md 10).
 *
 * @param taken codes in use, in any order
 * @param pick a random whole number from 0 to below its argument
 * @returns undefined when every code up to the limit is in use
 */
export function freeCode(
  taken: ReadonlySet<number>,
  { codeMax, codeLimit }: { codeMax: number; codeLimit: number },
  pick: (count: number) => number,
): number | undefined {
  const used = (max: number): number => [...taken].filter((code) => code >= 1 && code <= max).length;
  let max = Math.min(codeMax, codeLimit);
  while (used(max) * 2 > max && max < codeLimit) max = Math.min(max * 2, codeLimit);
  const free = max - used(max);
  if (free === 0) return undefined;
  let left = pick(free);
  for (let code = 1; code <= max; code++) {
    if (taken.has(code)) continue;
    if (left === 0) return code;
    left--;
  }
  return undefined;
}
