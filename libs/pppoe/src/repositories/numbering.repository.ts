import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';
import { type Numbering } from '../domain/numbering';

export interface SiteNumbering extends Numbering {
  siteId: string;
  /** 0: nothing is stored, these are the defaults. */
  version: number;
}

@Injectable()
export class NumberingRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** By site; sites without rules of their own are missing. Callers have checked the sites. */
  async ofSites(siteIds: readonly string[]): Promise<Map<string, SiteNumbering>> {
    const rows = await this.database.query<SiteNumbering>(
      `select site_id as "siteId", username_pattern as "usernamePattern", password_length as "passwordLength",
              password_style as "passwordStyle", version
         from pppoe_numbering where site_id = any ($1::uuid[])`,
      [siteIds],
    );
    return new Map(rows.map((row) => [row.siteId, row]));
  }

  /** @param version 0 where nothing is stored; @returns false for a stale version or a site out of scope */
  async save({ siteId, version, usernamePattern, passwordLength, passwordStyle }: SiteNumbering): Promise<boolean> {
    const parameters: unknown[] = [siteId, version, usernamePattern, passwordLength, passwordStyle];
    const mine = this.scope.site('t.id').into(parameters);
    const { affected } = await this.database.execute(
      `insert into pppoe_numbering as n (site_id, username_pattern, password_length, password_style)
       select t.id, $3, $4, $5 from sites t where t.id = $1 and ${mine}
          and ($2::int = 0 or exists (select from pppoe_numbering x where x.site_id = t.id))
       on conflict (site_id) do update set username_pattern = $3, password_length = $4, password_style = $5,
         version = n.version + 1, updated_at = now() where n.version = $2`,
      parameters,
    );
    return affected === 1;
  }
}
