/** `7.16.2 (stable)` → `7.16.2`. */
export function plainVersion(printed: string): string {
  return printed.replace(/\s*\(.*\)$/, '').trim();
}

const partsOf = (version: string): number[] =>
  plainVersion(version)
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);

/** Is `version` at least `than`? Compared number by number: 7.9 is older than 7.10, and 7.20beta4 counts as 7.20. */
export function isAtLeast(version: string, than: string): boolean {
  const [left, right] = [partsOf(version), partsOf(than)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export const majorOf = (version: string): number => partsOf(version)[0] ?? 0;
