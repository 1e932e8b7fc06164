import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { SitesService } from '@app/iam';
import { AuditLog, CurrentActor, Database, ScopeFilter } from '@app/platform';

/** A site's own words on the isolir page. */
export interface IsolirText {
  siteId: string;
  textId: string;
  textEn: string;
  /** How to reach the site. */
  contact: string;
  /** 0: nothing is stored. */
  version: number;
}

@Injectable()
export class IsolirTextRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(siteId: string): Promise<IsolirText | undefined> {
    const parameters: unknown[] = [siteId];
    const mine = this.scope.shared('t.site_id').into(parameters);
    return this.database.queryOne<IsolirText>(
      `select t.site_id as "siteId", t.text_id as "textId", t.text_en as "textEn", t.contact, t.version
         from isolir_pages t where t.site_id = $1 and ${mine}`,
      parameters,
    );
  }

  /** @returns false for a stale version or a site out of scope */
  async save({ siteId, version, textId, textEn, contact }: IsolirText): Promise<boolean> {
    const parameters: unknown[] = [siteId, version, textId, textEn, contact];
    const mine = this.scope.site('s.id').into(parameters);
    const { affected } = await this.database.execute(
      `insert into isolir_pages as t (site_id, text_id, text_en, contact)
       select s.id, $3, $4, $5 from sites s where s.id = $1 and ${mine}
          and ($2::int = 0 or exists (select from isolir_pages x where x.site_id = s.id))
       on conflict (site_id) do update set text_id = $3, text_en = $4, contact = $5, version = t.version + 1,
         updated_at = now() where t.version = $2`,
      parameters,
    );
    return affected === 1;
  }
}

/** Sites' own words on the isolir page. */
@Injectable()
export class IsolirTexts {
  constructor(
    private readonly texts: IsolirTextRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND for a site out of scope */
  async get(siteId: string): Promise<IsolirText> {
    await this.sites.get(siteId);
    return (await this.texts.find(siteId)) ?? { siteId, textId: '', textEn: '', contact: '', version: 0 };
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION */
  @Transactional()
  async save(text: IsolirText): Promise<IsolirText> {
    const before = await this.get(text.siteId);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'site', id: text.siteId });
    if (!(await this.texts.save(text))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(text.siteId);
    const subject = { type: 'site', id: text.siteId };
    await this.audit.record({ action: 'isolir-page.changed', subject, siteId: text.siteId, before, after });
    return after;
  }
}
