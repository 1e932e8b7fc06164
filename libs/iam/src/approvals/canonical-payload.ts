import { createHash } from 'node:crypto';

/**
 * What is approved, in one spelling: the same values give the same text, whatever the order of their keys. Amounts become
 * digits, instants ISO 8601, what is undefined is left out.
 */
export function canonicalPayload(value: unknown): string {
  return JSON.stringify(plain(value));
}

/** SHA-256 of the canonical spelling. */
export const payloadHash = (canonical: string): Buffer => createHash('sha256').update(canonical, 'utf8').digest();

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, plain(inner)]));
}
