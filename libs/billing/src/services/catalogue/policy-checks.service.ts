import { Injectable } from '@nestjs/common';
import { localDateOf } from '@app/core';
import { type Site, SitesService } from '@app/iam';
import { DatabaseClock, PdfRenderer } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { isPrintable } from '../../documents/logo';
import { type NumberFormat, numberFormatFault, numbersLike, scopeStart, seriesOf } from '../../domain/invoice-number';
import { type BillingPolicies as Policies, type PolicyPatch } from '../../domain/policies/billing-policies';
import { NumberedDocumentRepository } from '../../repositories/documents/numbered-document.repository';

const KINDS = ['invoiceNumbers', 'creditNoteNumbers'] as const;

/** What a number format lacks. */
const MISSING = {
  NO_SEQ: '{seq}',
  NO_SITE: '{site}',
  NO_GAP: '/{site}/',
  NO_YEAR: '{yyyy}',
  NO_MONTH: '{mm}',
} as const;

/** What a change of policies must not do: make numbers of documents come again (billing.md N1), or stop their printing. */
@Injectable()
export class PolicyChecks {
  constructor(
    private readonly documents: NumberedDocumentRepository,
    private readonly sites: SitesService,
    private readonly clock: DatabaseClock,
    private readonly renderer: PdfRenderer,
  ) {}

  /**
   * @param policiesOf what counts for a site after the change
   * @throws DomainError BILLING_NUMBER_FORMAT, BILLING_NUMBER_SERIES_SHARED, BILLING_NUMBER_FORMAT_USED,
   * BILLING_LOGO_UNUSABLE
   */
  async check(
    changed: PolicyPatch,
    siteId: string | null,
    policiesOf: (siteId: string) => Promise<Policies>,
  ): Promise<void> {
    const logo = changed.issuer?.logo ?? '';
    if (logo !== '' && !(await isPrintable(logo, this.renderer))) throw BillingErrors.LOGO_UNUSABLE();
    for (const kind of KINDS) mustBeWhole(changed[kind]);
    if (KINDS.every((kind) => changed[kind] === undefined)) return;
    const sites = (await this.sites.all()).filter((site) => siteId === null || site.id === siteId);
    for (const site of sites) await this.checkSite(site, await policiesOf(site.id));
  }

  private async checkSite(site: Site, policies: Policies): Promise<void> {
    const today = localDateOf(await this.clock.sample(), site.timeZone);
    const [invoices, notes] = KINDS.map((kind) => seriesOf(policies[kind], site.code, today));
    if (invoices === notes) throw BillingErrors.NUMBER_SERIES_SHARED({ series: invoices ?? '' });
    for (const kind of KINDS) {
      const format: NumberFormat = policies[kind];
      const like = numbersLike(format, site.code);
      const found = await this.documents.series(kind, site.id, scopeStart(format, today), like);
      const other = found.find(({ series, day }) => series !== seriesOf(format, site.code, day));
      if (other) throw BillingErrors.NUMBER_FORMAT_USED({ pattern: format.pattern, series: other.series });
    }
  }
}

function mustBeWhole(format: NumberFormat | undefined): void {
  const fault = format && numberFormatFault(format);
  if (fault) throw BillingErrors.NUMBER_FORMAT({ missing: `${MISSING[fault]} (${format.pattern})` });
}
