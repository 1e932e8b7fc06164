import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type DunningPolicy } from '../domain/dunning/dunning-policy';
import { type DunningRuleBook } from '../domain/dunning/rule-book';
import { candidatesSql, leastBalances, policyRows, RELEASABLE_SQL, uniformTolerance } from './dunning/isolation.sql';

/** Who has to be isolated, and who no longer has to be. Accounts are those that pay. */
@Injectable()
export class OverdueRepository {
  constructor(private readonly database: Database) {}

  /**
   * Accounts of which some running service has to be cut by the rule of billing.md 1.9: isolir-worthy debt above the
   * tolerance without promise or protection; a prepaid service that ran out; a forced isolation. One indexed statement.
   */
  async candidates(asOf: Date, siteId: string | null, book: DunningRuleBook): Promise<string[]> {
    const tolerance = uniformTolerance(book.groups);
    const parameters = [asOf, siteId, tolerance ?? lowest(book), ...leastBalances(book.groups)];
    const rows = await this.database.query<{ id: string }>(
      candidatesSql(tolerance !== undefined),
      tolerance === undefined ? [...parameters, ...policyRows(book.groups)] : parameters,
    );
    return rows.map((row) => row.id);
  }

  /** Accounts with a service that is isolated although it no longer has to be: an override or a promise changed it. */
  async releasable(asOf: Date, siteId: string | null, book: DunningRuleBook): Promise<string[]> {
    const highest = book.groups.reduce((most, { policy }) => max(most, toleranceOf(policy)), 0n);
    const services = book.groups.some(({ policy }) => policy.isolationScope === 'SERVICE');
    const rows = await this.database.query<{ id: string }>(RELEASABLE_SQL, [
      ...[asOf, siteId, highest],
      ...leastBalances(book.groups),
      services,
    ]);
    return rows.map((row) => row.id);
  }

  /** Accounts with a running service. */
  async enabledCustomers(siteId: string | null): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `select count(distinct ai.customer_id)::int as n
         from access_intents ai join billing_accounts a on a.customer_id = ai.customer_id
        where ai.desired = 'ENABLED' and ($1::uuid is null or a.site_id = $1)`,
      [siteId],
    );
    return row?.n ?? 0;
  }
}

const toleranceOf = (policy: DunningPolicy): bigint => BigInt(policy.accessTolerance);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function lowest({ groups }: DunningRuleBook): bigint {
  const all = groups.map(({ policy }) => toleranceOf(policy));
  return all.reduce((least, one) => (one < least ? one : least), all[0] ?? 0n);
}
