/** The same JSON with the keys of every object in the order of the alphabet; lists keep theirs. */
export function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map((part: unknown) => sorted(part)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part as unknown)])) as T;
}
