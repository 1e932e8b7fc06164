import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { DOCUMENT_CHECKS, PROOF_CHECKS, PROOF_SCOPE } from './ledger/proof-checks';

export interface ProofRow {
  invariant: string;
  what: string;
  violations: number;
  /** Up to five ids or names that break it. */
  samples: string[];
}

/** Everything that one look at the books says. */
export interface ProofReading {
  rows: ProofRow[];
  invoices: number;
  lines: number;
  entries: number;
  /** Sum of every entry; zero. */
  sum: bigint;
}

/** The books, proved by SQL. */
@Injectable()
export class LedgerProofRepository {
  constructor(private readonly database: Database) {}

  /**
   * Every check and every figure in one statement, so that all of them see the same moment.
   *
   * @param contributed checks of other libs, of the same form
   * @param exceptDocuments without {@link DOCUMENT_CHECKS}
   */
  async read(contributed: readonly string[], exceptDocuments = false): Promise<ProofReading> {
    const own = exceptDocuments ? PROOF_CHECKS : [...PROOF_CHECKS, ...DOCUMENT_CHECKS];
    const checks = [...own, ...contributed].map((check) => `(${check})`).join('\n union all \n');
    const row = await this.database.queryOne<ProofReading>(
      `with ${PROOF_SCOPE}, found (invariant, what, id) as (
         ${checks}
       ), counted as (
         select invariant, what, count(*)::int as violations, to_json((array_agg(id order by id))[1:5]) as samples
           from found group by invariant, what
       )
       select coalesce((select json_agg(c order by c.invariant, c.what) from counted c), '[]') as rows,
              (select count(*)::int from invoices) as invoices, (select count(*)::int from invoice_lines) as lines,
              (select coalesce(sum(b.entries), 0)::int from balances b) as entries,
              (select coalesce(sum(b.amount), 0)::bigint from balances b) as sum`,
    );
    if (!row) throw new Error('no figures');
    return row;
  }
}
