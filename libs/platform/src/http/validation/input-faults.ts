import { type FieldError } from '@app/core';

/** Lists and objects inside each other; no request of ours needs half of it. */
export const MAX_DEPTH = 16;

const NUL = '\u0000';

/** Half of a pair: no text, so that it has no form in UTF-8. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Names that objects have anyway; sent by nobody who means well. */
const NAMES_OF_OBJECTS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

const FAULTS = {
  NUL: { id: 'tidak boleh memuat karakter NUL', en: 'must not hold a NUL character' },
  ILL_FORMED: { id: 'bukan teks Unicode yang utuh', en: 'is not well-formed Unicode text' },
  UNKNOWN_FIELD: { id: 'tidak dikenal', en: 'is not known here' },
  TOO_DEEP: { id: `paling dalam ${MAX_DEPTH} tingkat`, en: `must not nest deeper than ${MAX_DEPTH} levels` },
} as const;

type Fault = keyof typeof FAULTS;

/**
 * What no input may hold, whatever its DTO says (billing.md S2, S3): a NUL, which PostgreSQL refuses to store and RouterOS
 * takes for the end of a word; half a surrogate pair, which cannot be written as UTF-8; names such as `__proto__`; and
 * nesting deep enough to exhaust the stack of who walks through it. Names are looked at as well as values. Empty when there
 * is nothing to complain about; at most one fault of each kind is told.
 */
export function inputFaults(...inputs: readonly unknown[]): FieldError[] {
  const faults = new Map<Fault, string>();
  for (const input of inputs) {
    look(input, '', 0, (code, path) => {
      if (!faults.has(code)) faults.set(code, path);
    });
  }
  return [...faults].map(([code, path]) => ({ path, code, message: FAULTS[code] }));
}

function look(value: unknown, path: string, depth: number, tell: (code: Fault, path: string) => void): void {
  if (typeof value === 'string') {
    for (const code of faultsOfText(value)) tell(code, path);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) {
    tell('TOO_DEEP', path);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const inside = Array.isArray(value) ? `${path}[${key}]` : joined(path, key);
    for (const code of faultsOfText(key)) tell(code, path);
    if (NAMES_OF_OBJECTS.includes(key)) tell('UNKNOWN_FIELD', inside);
    look(inner, inside, depth + 1, tell);
  }
}

function faultsOfText(text: string): Fault[] {
  return [
    ...(text.includes(NUL) ? ['NUL' as const] : []),
    ...(LONE_SURROGATE.test(text) ? ['ILL_FORMED' as const] : []),
  ];
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
