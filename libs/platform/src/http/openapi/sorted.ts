/**
 * The same JSON with the keys of every object in the order of the alphabet, and the values of every `enum`: those of a union
 * come in an order that hangs on what the compiler saw before. Other lists keep theirs.
 */
export function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map((part: unknown) => sorted(part)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCode(a, b));
  return Object.fromEntries(entries.map(([key, part]) => [key, key === 'enum' ? choices(part) : sorted(part)])) as T;
}

/** A property may be called `enum` too. */
const choices = (part: unknown): unknown =>
  Array.isArray(part) ? (part as unknown[]).toSorted((a, b) => byCode(String(a), String(b))) : sorted(part);

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
