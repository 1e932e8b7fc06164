/** What the value of an argument is checked against. */
export interface ValueContext {
  /** Name of the argument, for the text of the trap. */
  readonly argument: string;
  /** Is there an item of that name in that menu? */
  readonly exists: (menu: string, name: string) => boolean;
}

/** How the values of a property are read, printed and compared. */
export interface ValueKind {
  /** The text as the router will print it. @throws Trap for a value it refuses */
  parse(text: string, context: ValueContext): string;
  /** What queries compare instead of the text, so that `00:05:00` equals `5m`; null compares the text itself. */
  key(text: string): bigint | string | null;
  /** The menu whose items the values name. */
  readonly refersTo?: string;
}

/** Typed comparison of a printed value with the operand of a query: negative, zero or positive. */
export function compareValues(kind: ValueKind, value: string, operand: string): number {
  const [a, b] = [kind.key(value), kind.key(operand)];
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : Number(a > b);
  const [left, right] = [a === null ? value : String(a), b === null ? operand : String(b)];
  return left < right ? -1 : Number(left > right);
}
