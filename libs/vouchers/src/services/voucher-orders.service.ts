import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Language, Money, uuidv7 } from '@app/core';
import { type Site, SitesService } from '@app/iam';
import { AuditLog, Database, DatabaseClock } from '@app/platform';
import { type HotspotProfile } from '../domain/hotspot-profile';
import { type VoucherOrder } from '../domain/voucher-order';
import { VouchersConfig } from '../vouchers.config';
import { VoucherErrors } from '../vouchers.errors';
import { HotspotProfileRepository } from '../repositories/hotspot-profile.repository';
import { VoucherOrderRepository } from '../repositories/voucher-order.repository';

export interface NewOrder {
  siteCode: string;
  profileId: string;
  buyerName: string;
  /** Digits, for the message with the code. */
  buyerPhone: string;
  language: Language;
}

/** What the shop of a site sells. */
export interface Shop {
  site: Site;
  offers: readonly HotspotProfile[];
}

/** Orders of the public shop. The token that the buyer gets is the only key to his order; we keep its hash. */
@Injectable()
export class VoucherOrders {
  constructor(
    private readonly orders: VoucherOrderRepository,
    private readonly profiles: HotspotProfileRepository,
    private readonly sites: SitesService,
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
    private readonly config: VouchersConfig,
  ) {}

  /** @throws DomainError VOUCHERS_SHOP_CLOSED for a site that is none, or sells nothing */
  async shop(siteCode: string): Promise<Shop> {
    const site = (await this.sites.all()).find(({ code }) => code.toLowerCase() === siteCode.toLowerCase());
    const offers = site ? await this.profiles.offers(site.id) : [];
    if (!site || offers.length === 0) throw VoucherErrors.SHOP_CLOSED();
    return { site, offers };
  }

  /** @returns the token, for the only time @throws DomainError VOUCHERS_SHOP_CLOSED, VOUCHERS_NOT_ON_OFFER */
  async create(input: NewOrder): Promise<{ token: string; order: VoucherOrder }> {
    const { site, offers } = await this.shop(input.siteCode);
    const profile = offers.find(({ id }) => id === input.profileId);
    if (!profile) throw VoucherErrors.NOT_ON_OFFER();
    const token = randomBytes(32).toString('base64url');
    const createdAt = await this.clock.sample();
    const { buyerName, buyerPhone, language } = input;
    const id = uuidv7();
    await this.database.transaction(async () => {
      await this.orders.insert({
        ...{ id, siteId: site.id, profileId: profile.id, tokenHash: hashOf(token), buyerName, buyerPhone, language },
        ...{ priceAmount: profile.priceAmount, currency: profile.currency, createdAt },
        expiresAt: new Date(createdAt.getTime() + this.config.orderMinutes * 60_000),
      });
      const after = { profileId: profile.id, price: Money.of(profile.priceAmount, profile.currency) };
      const subject = { type: 'voucher-order', id };
      await this.audit.record({ action: 'voucher-order.created', subject, siteId: site.id, after });
    });
    return { token, order: await this.byToken(token) };
  }

  /** @throws DomainError VOUCHERS_ORDER_NOT_FOUND, whatever is wrong with the token */
  async byToken(token: string): Promise<VoucherOrder> {
    const order = /^[\w-]{43}$/.test(token) ? await this.orders.byToken(hashOf(token)) : undefined;
    if (!order) throw VoucherErrors.ORDER_NOT_FOUND();
    return order;
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
