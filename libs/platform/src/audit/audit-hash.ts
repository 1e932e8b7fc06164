import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What stands before the first row. */
export const GENESIS = Buffer.alloc(32);

/** SQL: a row without its place in the chain, as text that PostgreSQL always writes the same way. */
export const factsOf = (alias: string): string =>
  `jsonb_build_array(${[
    `${alias}.id`,
    `to_char(${alias}.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    ...['actor_kind', 'actor_id', 'actor_name', 'ip', 'request_id', 'action', 'subject_type', 'subject_id'].map(
      (column) => `${alias}.${column}`,
    ),
    `${alias}.site_id`,
    `${alias}.before`,
    `${alias}.after`,
  ].join(', ')})::text`;

/** The canonical JSON of a row: an array that begins with its sequence number. */
export const canonical = (seq: bigint, facts: string): string => `[${seq}, ${facts.slice(1)}`;

/** `SHA-256(previous hash || canonical row)` (billing.md L2). */
export function linkHash(previous: Buffer, seq: bigint, facts: string): Buffer {
  return createHash('sha256').update(previous).update(canonical(seq, facts)).digest();
}

/** The last row of the chain at the end of a day. */
export interface DailyHead {
  /** UTC day. */
  day: string;
  seq: bigint;
  hash: Buffer;
}

/** HMAC-SHA256 over day, sequence number and hash. */
export function signHead(key: string, { day, seq, hash }: DailyHead): Buffer {
  return createHmac('sha256', key)
    .update(`langgan audit head v1|${day}|${seq}|${hash.toString('hex')}`)
    .digest();
}

/** Was it signed with one of these keys? */
export function isSigned(keys: readonly string[], head: DailyHead, signature: Buffer): boolean {
  return keys.some((key) => {
    const expected = signHead(key, head);
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  });
}
