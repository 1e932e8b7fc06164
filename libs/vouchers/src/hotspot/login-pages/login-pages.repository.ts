import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';
import { type PageLook } from './page-look';

/** The look of a site's login pages. */
export interface SitePages extends PageLook {
  siteId: string;
  /** 0: nothing is stored. */
  version: number;
}

@Injectable()
export class LoginPagesRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(siteId: string): Promise<SitePages | undefined> {
    const parameters: unknown[] = [siteId];
    const mine = this.scope.shared('t.site_id').into(parameters);
    return this.database.queryOne<SitePages>(
      `select t.site_id as "siteId", t.brand, t.logo_text as "logoText", t.accent_colour as "accentColour", t.phone,
              t.version from hotspot_login_pages t where t.site_id = $1 and ${mine}`,
      parameters,
    );
  }

  /** @returns false for a stale version or a site out of scope */
  async save({ siteId, version, brand, logoText, accentColour, phone }: SitePages): Promise<boolean> {
    const parameters: unknown[] = [siteId, version, brand, logoText, accentColour, phone];
    const mine = this.scope.site('s.id').into(parameters);
    const { affected } = await this.database.execute(
      `insert into hotspot_login_pages as t (site_id, brand, logo_text, accent_colour, phone)
       select s.id, $3, $4, $5, $6 from sites s where s.id = $1 and ${mine}
          and ($2::int = 0 or exists (select from hotspot_login_pages x where x.site_id = s.id))
       on conflict (site_id) do update set brand = $3, logo_text = $4, accent_colour = $5, phone = $6,
         version = t.version + 1, updated_at = now() where t.version = $2`,
      parameters,
    );
    return affected === 1;
  }
}
