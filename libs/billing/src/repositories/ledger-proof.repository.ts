import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';
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

/** How the books are proved. */
export interface ProofOptions {
  /** Leaves I7 out: hashing every document anew is most of the work of a proof. */
  exceptDocuments?: boolean;
  /** For whoever proves again and again on the same connection. */
  often?: boolean;
}

/** The books, proved by SQL. */
@Injectable()
export class LedgerProofRepository {
  constructor(private readonly database: Database) {}

  /**
   * Every check and every figure in one statement, so that all of them see the same moment.
   *
   * @param contributed checks of other libs, of the same form
   * @param options.exceptDocuments without {@link DOCUMENT_CHECKS}
   * @param options.often prepared once per connection: planning it takes as long as proving the books of a few hundred
   * customers
   */
  async read(contributed: readonly string[], { exceptDocuments, often }: ProofOptions = {}): Promise<ProofReading> {
    const own = exceptDocuments === true ? PROOF_CHECKS : [...PROOF_CHECKS, ...DOCUMENT_CHECKS];
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
      [],
      often === true ? HOT : undefined,
    );
    if (!row) throw new Error('no figures');
    return row;
  }
}
