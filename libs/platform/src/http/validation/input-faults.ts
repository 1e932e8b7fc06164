import { type FieldError } from '@app/core';

/** Lists and objects inside each other; no request of ours needs half of it. */
export const MAX_DEPTH = 16;

const NUL = '\u0000';

const FAULTS = {
  NUL: { id: 'tidak boleh memuat karakter NUL', en: 'must not hold a NUL character' },
  TOO_DEEP: { id: `paling dalam ${MAX_DEPTH} tingkat`, en: `must not nest deeper than ${MAX_DEPTH} levels` },
} as const;

/**
 * What no input may hold, whatever its DTO says (billing.md S2, S3): a NUL, which PostgreSQL refuses to store and RouterOS
 * takes for the end of a word, and nesting deep enough to exhaust the stack of who walks through it. Names count as well
 * as values. Empty when there is nothing to complain about; at most one fault of each kind is told.
 */
export function inputFaults(...inputs: readonly unknown[]): FieldError[] {
  const faults = new Map<keyof typeof FAULTS, string>();
  for (const input of inputs) {
    look(input, '', 0, (code, path) => {
      if (!faults.has(code)) faults.set(code, path);
    });
  }
  return [...faults].map(([code, path]) => ({ path, code, message: FAULTS[code] }));
}

function look(
  value: unknown,
  path: string,
  depth: number,
  tell: (code: keyof typeof FAULTS, path: string) => void,
): void {
  if (typeof value === 'string') {
    if (value.includes(NUL)) tell('NUL', path);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) {
    tell('TOO_DEEP', path);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes(NUL)) tell('NUL', path);
    else look(inner, Array.isArray(value) ? `${path}[${key}]` : joined(path, key), depth + 1, tell);
  }
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
