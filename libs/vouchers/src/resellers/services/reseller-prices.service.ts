import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { ResellersService } from '@app/customers';
import { AccessErrors } from '@app/iam';
import { AuditLog, CurrentActor } from '@app/platform';
import { HotspotProfileRepository } from '../../repositories/hotspot-profile.repository';
import { type ResellerPrice } from '../domain/wallet';
import { ResellerPriceRepository } from '../repositories/reseller-price.repository';
import { ResellerErrors } from '../resellers.errors';

/** What packages cost each reseller. What is not in his list he cannot buy; what he bought keeps its price. */
@Injectable()
export class ResellerPrices {
  constructor(
    private readonly prices: ResellerPriceRepository,
    private readonly resellers: ResellersService,
    private readonly profiles: HotspotProfileRepository,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async list(resellerId: string): Promise<ResellerPrice[]> {
    await this.resellers.get(resellerId);
    return this.prices.list(resellerId);
  }

  /** @throws DomainError CORE_NOT_FOUND, RESELLERS_NO_PRICE */
  async of(resellerId: string, profileId: string): Promise<ResellerPrice> {
    await this.resellers.get(resellerId);
    const price = await this.prices.find(resellerId, profileId);
    if (!price) throw ResellerErrors.NO_PRICE();
    return price;
  }

  /** @throws DomainError CORE_NOT_FOUND (reseller, package of another site), IAM_SCOPE_TOO_NARROW, RESELLERS_PRICE_BELOW_COST */
  @Transactional()
  async put(
    resellerId: string,
    profileId: string,
    { costAmount, priceAmount }: Pick<ResellerPrice, 'costAmount' | 'priceAmount'>,
  ): Promise<ResellerPrice> {
    const { siteId } = await this.resellers.get(resellerId);
    const profile = await this.profiles.find(profileId);
    if (profile?.siteId !== siteId) throw CoreErrors.NOT_FOUND({ what: 'hotspot profile', id: profileId });
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (priceAmount < costAmount) throw ResellerErrors.PRICE_BELOW_COST();
    const before = await this.prices.find(resellerId, profileId);
    await this.prices.put(resellerId, profileId, costAmount, priceAmount);
    const after = await this.of(resellerId, profileId);
    const subject = { type: 'reseller', id: resellerId };
    await this.audit.record({ action: 'reseller.price-set', subject, siteId, before: before ?? null, after });
    return after;
  }

  /** @throws DomainError CORE_NOT_FOUND, IAM_SCOPE_TOO_NARROW */
  @Transactional()
  async remove(resellerId: string, profileId: string): Promise<void> {
    const { siteId } = await this.resellers.get(resellerId);
    const before = await this.prices.find(resellerId, profileId);
    if (!before) throw CoreErrors.NOT_FOUND({ what: 'price', id: profileId });
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    await this.prices.remove(resellerId, profileId);
    const subject = { type: 'reseller', id: resellerId };
    await this.audit.record({ action: 'reseller.price-removed', subject, siteId, before });
  }
}
