import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type CodeStyle, leastLength } from '../../domain/code-style';
import { type VoucherBatch } from '../../domain/voucher-batch';
import { VoucherErrors } from '../../vouchers.errors';
import { VoucherBatches } from '../../services/voucher-batches.service';
import { ResellerBooks } from './reseller-books.service';
import { ResellerPrices } from './reseller-prices.service';

/** What a reseller buys. */
export interface Purchase {
  profileId: string;
  name: string;
  quantity: number;
  style?: CodeStyle;
  idempotencyKey?: string;
}

/** Resellers' own batches: ordered and paid in one transaction, at the prices of their list. */
@Injectable()
export class ResellerPurchases {
  constructor(
    private readonly prices: ResellerPrices,
    private readonly batches: VoucherBatches,
    private readonly books: ResellerBooks,
  ) {}

  /**
   * The same key again answers with the batch of the first time and costs nothing.
   *
   * @throws DomainError CORE_NOT_FOUND, RESELLERS_NO_PRICE, RESELLERS_BALANCE_TOO_LOW, and as `VoucherBatches.start`
   */
  @Transactional()
  async buy(resellerId: string, { profileId, name, quantity, style, idempotencyKey }: Purchase): Promise<VoucherBatch> {
    const { costAmount, priceAmount } = await this.prices.of(resellerId, profileId);
    const batch = await this.batches.place({
      ...{ resellerId, profileId, name, quantity, costAmount, priceAmount },
      ...{ provisioning: 'PRECREATED', routerId: null, validUntil: null, style: style ?? usualStyle(quantity) },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    if (batch.resellerId !== resellerId) throw VoucherErrors.KEY_REUSED();
    if (!(await this.books.isPaid(batch.id))) await this.books.purchase(resellerId, batch);
    return batch;
  }
}

const usualStyle = (quantity: number): CodeStyle => ({
  ...{ prefix: '', alphabet: 'MIXED', passwordMode: 'SAME', length: leastLength('MIXED', quantity) },
});
