import { CoreErrors } from '../errors/core.errors';

/** One page of a list in stable order. `nextCursor` is null on the last page. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  /** Size of the whole list, only where the caller asked for it. */
  total?: number;
}

/** What a list is asked for. */
export interface PageRequest {
  /** 1–200. */
  limit: number;
  /** From the page before; absent on the first. */
  cursor?: string;
}

/** The position behind the last row of a page: the values of the sort columns, the id last. */
export type CursorValues = readonly (string | number | null)[];

/** Packs a position into an opaque, URL-safe text. */
export function encodeCursor(values: CursorValues): string {
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
}

/**
 * Unpacks a position of `length` values.
 *
 * @throws DomainError CORE_INVALID_CURSOR for anything that {@link encodeCursor} did not make for this list
 */
export function decodeCursor(cursor: string, length: number): CursorValues {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw CoreErrors.INVALID_CURSOR();
  }
  const valid =
    Array.isArray(values) &&
    values.length === length &&
    values.every((value) => value === null || typeof value === 'string' || Number.isFinite(value));
  if (!valid) throw CoreErrors.INVALID_CURSOR();
  return values as CursorValues;
}

/**
 * Makes a page out of `limit + 1` fetched rows: the surplus row only says that there is a next page.
 *
 * @param positionOf the cursor values of a row, in the order of the list's sort
 */
export function pageOf<T>(rows: readonly T[], limit: number, positionOf: (row: T) => CursorValues): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
}
