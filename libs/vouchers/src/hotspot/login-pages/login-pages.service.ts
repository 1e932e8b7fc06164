import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { SitesService } from '@app/iam';
import { AuditLog, CurrentActor } from '@app/platform';
import { LoginPagesRepository, type SitePages } from './login-pages.repository';
import { type PageLanguage } from './page-look';
import { loginPages, type PageName } from './pages';
import { zipOf } from './zip';

const DEFAULT_ACCENT = '#0b6b3a';

/** The login pages of a site's hotspots: how they look, and the files for the routers. */
@Injectable()
export class LoginPages {
  constructor(
    private readonly pages: LoginPagesRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND for a site out of scope */
  async get(siteId: string): Promise<SitePages> {
    const { name } = await this.sites.get(siteId);
    const nothing = { siteId, brand: name, logoText: '', accentColour: DEFAULT_ACCENT, phone: '', version: 0 };
    return (await this.pages.find(siteId)) ?? nothing;
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION */
  @Transactional()
  async save(pages: SitePages): Promise<SitePages> {
    const { siteId } = pages;
    const before = await this.get(siteId);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'site', id: siteId });
    if (!(await this.pages.save(pages))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(siteId);
    const subject = { type: 'site', id: siteId };
    await this.audit.record({ action: 'hotspot-login-pages.changed', subject, siteId, before, after });
    return after;
  }

  /** Contents of every file of a hotspot directory. @throws DomainError CORE_NOT_FOUND */
  async files(siteId: string, language: PageLanguage): Promise<Record<PageName, string>> {
    return loginPages(await this.get(siteId), language);
  }

  /** All of them in a folder `hotspot`, as a ZIP archive. @throws DomainError CORE_NOT_FOUND */
  async archive(siteId: string, language: PageLanguage): Promise<Buffer> {
    const files = Object.entries(await this.files(siteId, language));
    return zipOf(Object.fromEntries(files.map(([name, text]) => [`hotspot/${name}`, text])));
  }
}
