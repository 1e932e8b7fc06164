import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { factsOf } from './audit-hash';

/** A row of the log as the verifier reads it. */
export interface ChainedRow {
  seq: bigint;
  id: string;
  occurredAt: Date;
  action: string;
  prevHash: Buffer;
  hash: Buffer;
  facts: string;
}

export interface SeqRange {
  first: bigint;
  last: bigint;
}

const ROW = `l.seq, l.id, l.occurred_at as "occurredAt", l.action, l.prev_hash as "prevHash", l.hash, ${factsOf('l')} as facts`;

/** What the verifier reads. */
@Injectable()
export class AuditVerifyRepository {
  constructor(private readonly database: Database) {}

  /** Places of the chain whose rows are from within these times; undefined when there are none. */
  async rangeOf(from: Date | undefined, to: Date | undefined): Promise<SeqRange | undefined> {
    const row = await this.database.queryOne<{ first: bigint | null; last: bigint | null }>(
      `select min(seq) as first, max(seq) as last from audit_log
        where ($1::timestamptz is null or occurred_at >= $1) and ($2::timestamptz is null or occurred_at < $2)`,
      [from ?? null, to ?? null],
    );
    return row?.first == null || row.last == null ? undefined : { first: row.first, last: row.last };
  }

  /** Rows after a place, in the order of the chain. */
  async rowsAfter(seq: bigint, last: bigint, limit: number): Promise<ChainedRow[]> {
    return this.database.query(
      `select ${ROW} from audit_log l where l.seq > $1 and l.seq <= $2 order by l.seq, l.id limit $3`,
      [seq.toString(), last.toString(), limit],
    );
  }

  async rowAt(seq: bigint): Promise<ChainedRow | undefined> {
    return this.database.queryOne(`select ${ROW} from audit_log l where l.seq = $1 limit 1`, [seq.toString()]);
  }

  /** How many entries wait for a place, and the oldest of them by the database's own clock. */
  async pending(): Promise<{ count: number; oldestSeconds: number }> {
    const row = await this.database.queryOne<{ count: number; oldestSeconds: number }>(
      `select count(*)::int as count,
              coalesce(extract(epoch from app_now() - min(occurred_at)), 0)::int as "oldestSeconds" from audit_intake`,
    );
    return row ?? { count: 0, oldestSeconds: 0 };
  }
}
