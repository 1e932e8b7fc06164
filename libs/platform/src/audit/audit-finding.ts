import { linkHash } from './audit-hash';
import { type ChainedRow } from './audit-verify.repository';

/** What is wrong with the log. */
export const FINDING_KINDS = ['changed', 'removed', 'swapped', 'head', 'signature', 'unchained'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** The first thing that is not as it was written. */
export interface AuditFinding {
  kind: FindingKind;
  /** Place in the chain. */
  seq: bigint | null;
  /** Row at that place. */
  id: string | null;
  occurredAt: Date | null;
  detail: string;
}

/** The end of what has been found to be sound. */
export interface SoundEnd {
  seq: bigint;
  hash: Buffer;
}

export const findingAt = (kind: FindingKind, row: ChainedRow, detail: string): AuditFinding => ({
  kind,
  seq: row.seq,
  id: row.id,
  occurredAt: row.occurredAt,
  detail,
});

/**
 * Is this row what belongs behind `end`?
 *
 * @param around rows nearby, among which a row that was put in another's place is recognised
 */
export function checkLink(end: SoundEnd, row: ChainedRow, around: readonly ChainedRow[]): AuditFinding | undefined {
  const expected = end.seq + 1n;
  if (row.seq > expected) return { ...gap(expected, row), kind: 'removed' };
  if (row.seq < expected) return findingAt('changed', row, `there is more than one row with the number ${row.seq}`);
  const own = linkHash(row.prevHash, row.seq, row.facts).equals(row.hash);
  if (own && row.prevHash.equals(end.hash)) return undefined;
  const home = homeOf(row, around);
  if (home !== undefined) return findingAt('swapped', row, `row ${row.id} belongs at place ${home}`);
  if (!own) return findingAt('changed', row, `row ${row.id} is not what was written at place ${row.seq}`);
  return findingAt('swapped', row, `row ${row.id} does not follow the row before it`);
}

function gap(expected: bigint, next: ChainedRow): Omit<AuditFinding, 'kind'> {
  const until = next.seq - 1n;
  const what = until === expected ? `row ${expected} is gone` : `rows ${expected} to ${until} are gone`;
  return { seq: expected, id: null, occurredAt: null, detail: `${what}, before ${next.id}` };
}

/** The place where the content of this row was written, if it is another one than where it stands. */
function homeOf(row: ChainedRow, around: readonly ChainedRow[]): bigint | undefined {
  for (const other of around) {
    if (other.seq === row.seq) continue;
    const moved = linkHash(row.prevHash, other.seq, row.facts).equals(row.hash);
    const exchanged = linkHash(other.prevHash, other.seq, row.facts).equals(other.hash);
    if (moved || exchanged) return other.seq;
  }
  return undefined;
}
