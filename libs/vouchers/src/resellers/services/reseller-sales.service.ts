import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type Language, type Money } from '@app/core';
import { normalisePhone, ResellersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { VoucherSales } from '../../services/voucher-sales.service';
import { Vouchers } from '../../services/vouchers.service';
import { shareText, waLink } from '../domain/share';
import { ResellerStockRepository } from '../repositories/reseller-stock.repository';
import { ResellerErrors } from '../resellers.errors';

/** A sale on a telephone. */
export interface PhoneSale {
  profileId: string;
  /** Default: the price that stands on the voucher. */
  amount?: Money;
  buyerPhone?: string;
  language: Language;
}

/** What the seller shows or sends. */
export interface SharedSale {
  code: string;
  password: string;
  soldAmount: bigint;
  currency: string;
  text: string;
  waLink: string;
}

/** A reseller sells the next of his vouchers and sends it on. */
@Injectable()
export class ResellerSales {
  constructor(
    private readonly resellers: ResellersService,
    private readonly sites: SitesService,
    private readonly stock: ResellerStockRepository,
    private readonly sales: VoucherSales,
    private readonly vouchers: Vouchers,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, RESELLERS_NOTHING_TO_SELL, RESELLERS_PHONE_INVALID, and as `VoucherSales.sell` */
  @Transactional()
  async sell(resellerId: string, { profileId, amount, buyerPhone, language }: PhoneSale): Promise<SharedSale> {
    const { siteId } = await this.resellers.get(resellerId);
    const phone = buyerPhone === undefined ? undefined : normalisePhone(buyerPhone);
    if (buyerPhone !== undefined && phone === undefined) throw ResellerErrors.PHONE_INVALID();
    const code = await this.stock.holdNext(resellerId, profileId);
    if (code === undefined) throw ResellerErrors.NOTHING_TO_SELL();
    const sold = await this.sales.sell({
      code,
      ...(amount === undefined ? {} : { amount }),
      ...(phone === undefined ? {} : { buyerPhone: phone }),
    });
    const { password } = await this.vouchers.get(code);
    const { name: siteName } = await this.sites.get(siteId);
    const soldAmount = sold.soldAmount ?? 0n;
    const { currency, profileName } = sold;
    const shown = password === code ? '' : password;
    const text = shareText({ siteName, profileName, code, password: shown, amount: soldAmount, currency }, language);
    return { code, password, soldAmount, currency, text, waLink: waLink(text, phone) };
  }
}
