import { Injectable } from '@nestjs/common';
import { AuditConfig } from './audit.config';
import { type AuditFinding, checkLink, findingAt, type SoundEnd } from './audit-finding';
import { GENESIS, isSigned } from './audit-hash';
import { AuditVerifyRepository, type ChainedRow, type SeqRange } from './audit-verify.repository';
import { DailyHeadsRepository, type SignedHead } from './daily-heads.repository';

const PAGE = 2_000;
/** An entry that waits longer than this for its place is a finding: the worker is down, or somebody keeps it out. */
const PENDING_SECONDS = 300;

export interface VerifyRange {
  from?: Date | undefined;
  to?: Date | undefined;
}

/** What the verifier found. */
export interface AuditVerdict {
  ok: boolean;
  /** Rows that are as they were written. */
  checked: number;
  firstSeq: bigint | null;
  lastSeq: bigint | null;
  /** Signed daily heads that were checked. */
  heads: number;
  /** Entries that wait for their place in the chain. */
  pending: number;
  /** The first thing that is wrong. */
  finding: AuditFinding | null;
}

interface Walk {
  checked: number;
  end: SoundEnd;
  finding: AuditFinding | undefined;
}

/** Recomputes the hash chain of the audit log and checks the signed heads against it (billing.md L2). Changes nothing. */
@Injectable()
export class AuditVerifier {
  constructor(
    private readonly log: AuditVerifyRepository,
    private readonly heads: DailyHeadsRepository,
    private readonly config: AuditConfig,
  ) {}

  /** Checks the rows of a time, or all; stops at the first that is not as it was written. */
  async verify({ from, to }: VerifyRange = {}): Promise<AuditVerdict> {
    const range = await this.log.rangeOf(from, to);
    if (from === undefined && to === undefined) return this.check({ first: 1n, last: range?.last ?? 0n }, true);
    if (range) return this.check(range, false);
    const { count: pending } = await this.log.pending();
    return { ok: true, checked: 0, firstSeq: null, lastSeq: null, heads: 0, pending, finding: null };
  }

  private async check({ first, last }: SeqRange, whole: boolean): Promise<AuditVerdict> {
    const pending = await this.log.pending();
    const walk = await this.walk(first, last);
    const heads = await this.heads.between(whole ? 0n : first, whole ? 2n ** 62n : last);
    const finding =
      walk.finding ?? (await this.checkEnd(walk.end, whole)) ?? (await this.checkHeads(heads, whole)) ?? late(pending);
    const { checked } = walk;
    const seqs = last === 0n ? { firstSeq: null, lastSeq: null } : { firstSeq: first, lastSeq: last };
    const outcome = { ok: finding === undefined, finding: finding ?? null };
    return { ...outcome, ...seqs, checked, heads: heads.length, pending: pending.count };
  }

  private async walk(first: bigint, last: bigint): Promise<Walk> {
    const start = await this.startBefore(first);
    if ('kind' in start) return { checked: 0, end: { seq: first - 1n, hash: GENESIS }, finding: start };
    let end: SoundEnd = start;
    let checked = 0;
    for (;;) {
      const rows = await this.log.rowsAfter(end.seq, last, PAGE);
      for (const row of rows) {
        const finding = checkLink(end, row, rows);
        if (finding) return { checked, end, finding };
        end = { seq: row.seq, hash: row.hash };
        checked++;
      }
      if (rows.length < PAGE) return { checked, end, finding: undefined };
    }
  }

  /** What the first row has to follow. */
  private async startBefore(first: bigint): Promise<SoundEnd | AuditFinding> {
    if (first === 1n) return { seq: 0n, hash: GENESIS };
    const before = await this.log.rowAt(first - 1n);
    if (before) return { seq: before.seq, hash: before.hash };
    return { kind: 'removed', seq: first - 1n, id: null, occurredAt: null, detail: `row ${first - 1n} is gone` };
  }

  /** Does the chain end where its head says? Rows may have come in meanwhile, but none may be missing. */
  private async checkEnd(end: SoundEnd, whole: boolean): Promise<AuditFinding | undefined> {
    if (!whole) return undefined;
    const head = await this.heads.chainHead();
    const at = { seq: head.seq, id: null, occurredAt: null };
    if (head.seq < end.seq)
      return { kind: 'head', ...at, detail: `the head stands at ${head.seq}, the log ends at ${end.seq}` };
    const row = head.seq === 0n ? undefined : await this.log.rowAt(head.seq);
    if (!row && head.seq > 0n) {
      return {
        kind: 'removed',
        ...at,
        seq: end.seq + 1n,
        detail: `rows ${end.seq + 1n} to ${head.seq} are gone from the end`,
      };
    }
    if (!(row?.hash ?? GENESIS).equals(head.hash))
      return { kind: 'head', ...at, detail: 'the head is not the hash of the last row' };
    return undefined;
  }

  private async checkHeads(heads: readonly SignedHead[], whole: boolean): Promise<AuditFinding | undefined> {
    const keys = [this.config.signingKey, ...this.config.previousSigningKeys];
    for (const head of heads) {
      const at = { seq: head.seq, id: null, occurredAt: null };
      if (!isSigned(keys, head, head.signature)) {
        return { kind: 'signature', ...at, detail: `the head of ${head.day} is not signed with a key of ours` };
      }
      const row = head.seq === 0n ? undefined : await this.log.rowAt(head.seq);
      if (!(row?.hash ?? (head.seq === 0n ? GENESIS : Buffer.alloc(0))).equals(head.hash))
        return headMismatch(head, row);
    }
    const [gap] = whole ? await this.heads.gaps() : [];
    if (gap === undefined) return undefined;
    return { kind: 'head', seq: null, id: null, occurredAt: null, detail: `the signed head of ${gap} is gone` };
  }
}

function headMismatch(head: SignedHead, row: ChainedRow | undefined): AuditFinding {
  const detail = `the log is not the one whose head was signed on ${head.day}`;
  if (row) return findingAt('head', row, detail);
  return { kind: 'removed', seq: head.seq, id: null, occurredAt: null, detail: `${detail}: row ${head.seq} is gone` };
}

function late({ count, oldestSeconds }: { count: number; oldestSeconds: number }): AuditFinding | undefined {
  if (oldestSeconds <= PENDING_SECONDS) return undefined;
  const detail = `${count} entries are not chained, the oldest for ${oldestSeconds} seconds: is a worker running?`;
  return { kind: 'unchained', seq: null, id: null, occurredAt: null, detail };
}
