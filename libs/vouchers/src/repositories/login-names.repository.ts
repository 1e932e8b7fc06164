import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/**
 * Names of members that no voucher may have, in SQL over a code and a site: on a router both would be one user, and the
 * voucher would take over the member's log-in. PPPoE names count as well: members who have both use one name for both.
 */
export const isMembersName = (code: string, siteId: string): string =>
  `(exists (select from hotspot_accounts a where a.site_id = ${siteId} and a.username = ${code})
    or exists (select from pppoe_accounts a where a.site_id = ${siteId} and a.username = ${code}))`;

/** Holds the names of a site for vouchers, in SQL: a select list of a statement before the one that looks. */
export const holdNames = (siteId: string): string =>
  `pg_advisory_xact_lock_shared(hashtext('hotspot-names:' || ${siteId}::text))`;

/**
 * Codes of vouchers and names of members stand in two tables, so no unique key keeps them apart: whoever makes one holds
 * the names of the site until its transaction ends. Vouchers are made beside each other, members alone.
 */
@Injectable()
export class LoginNames {
  constructor(private readonly database: Database) {}

  /** For vouchers. Call it in the transaction before the statement that looks and writes. */
  async holdForVouchers(siteId: string): Promise<void> {
    await this.database.query(`select ${holdNames('$1')}`, [siteId]);
  }

  /** For a member's name. @returns is it the code of a voucher that somebody may still use? */
  async holdForMember(siteId: string, name: string): Promise<boolean> {
    await this.database.query(`select pg_advisory_xact_lock(hashtext('hotspot-names:' || $1))`, [siteId]);
    const rows = await this.database.query(
      `select 1 from vouchers where code = $1 and site_id = $2 and state in ('AVAILABLE', 'SOLD', 'ACTIVE')`,
      [name, siteId],
    );
    return rows.length > 0;
  }

  /** Which of these are names of members of the site. */
  async ofMembers(siteId: string, names: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `select n.name from unnest($2::text[]) as n (name) where ${isMembersName('n.name', '$1::uuid')}`,
      [siteId, names],
    );
    return rows.map(({ name }) => name);
  }
}
