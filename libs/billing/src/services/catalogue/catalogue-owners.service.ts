import { Injectable } from '@nestjs/common';
import { type DomainError } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { CurrentActor } from '@app/platform';
import { BillingErrors } from '../../billing.errors';

/** Who may change what is on offer: what is general belongs to those who see every site. */
@Injectable()
export class CatalogueOwners {
  constructor(
    private readonly actor: CurrentActor,
    private readonly sites: SitesService,
  ) {}

  /**
   * @param siteId of the thing; null: it is on offer at every site
   * @throws DomainError ACCESS_SCOPE_TOO_NARROW, or `refusal` for something general
   */
  mustOwn(siteId: string | null, refusal: () => DomainError = BillingErrors.PLAN_IS_GENERAL): void {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (siteId === null && this.actor.siteIds() !== null) throw refusal();
  }

  /** What a site sells is priced in its own currency. @throws DomainError BILLING_CURRENCY_MISMATCH, CORE_NOT_FOUND (site) */
  async checkCurrency(siteId: string | null, currency: string): Promise<void> {
    if (siteId === null) return;
    const site = await this.sites.get(siteId);
    if (site.currency !== currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: site.currency, actual: currency });
    }
  }
}
