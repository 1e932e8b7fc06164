import { Injectable } from '@nestjs/common';
import { ResellersService } from '@app/customers';
import { type LockedVoucher } from '../../domain/voucher';
import { type VoucherBatch } from '../../domain/voucher-batch';
import { VoucherBatchRepository } from '../../repositories/voucher-batch.repository';
import { ResellerBooks } from './reseller-books.service';

/** Whose batches are, and what they get back of them. Joins the caller's transaction. */
@Injectable()
export class BatchOwners {
  constructor(
    private readonly resellers: ResellersService,
    private readonly batches: VoucherBatchRepository,
    private readonly books: ResellerBooks,
  ) {}

  /** The site of a reseller. @throws DomainError CORE_NOT_FOUND */
  async siteOf(resellerId: string): Promise<string> {
    return (await this.resellers.get(resellerId)).siteId;
  }

  /** So many vouchers of the batch will never be sold: their price returns to the wallet that paid it. */
  async giveBack(batch: VoucherBatch, count: number): Promise<void> {
    await this.books.refund(batch, batch.id, count);
  }

  /** The same for one voucher that nobody had bought. */
  async giveBackOne({ id, state, batchId, resellerId }: LockedVoucher): Promise<void> {
    if (state !== 'AVAILABLE' || batchId === null || resellerId === null) return;
    const batch = await this.batches.find(batchId);
    if (batch) await this.books.refund(batch, id, 1);
  }
}
