import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog } from '@app/platform';
import { type VoucherReturn, type VoucherReturnAction } from '../domain/voucher-return';
import { type VoucherReturnFilter, VoucherReturnRepository } from '../repositories/voucher-return.repository';
import { VoucherErrors } from '../vouchers.errors';
import { VoucherReturnQueue } from './voucher-return-queue.service';
import { Vouchers } from './vouchers.service';

/** Used vouchers whose money went back: what people see of them and decide. */
@Injectable()
export class UsedVoucherReturns {
  constructor(
    private readonly returns: VoucherReturnRepository,
    private readonly queue: VoucherReturnQueue,
    private readonly vouchers: Vouchers,
    private readonly audit: AuditLog,
  ) {}

  /** Newest first. */
  async list(filter: VoucherReturnFilter): Promise<Page<VoucherReturn>> {
    return this.returns.page(filter);
  }

  /**
   * Once, for good.
   *
   * @throws DomainError CORE_NOT_FOUND, VOUCHERS_RETURN_DECIDED, VOUCHERS_VOUCHER_STATE: it is over already, so only kept
   */
  @Transactional()
  async decide(id: string, action: VoucherReturnAction, reason: string): Promise<VoucherReturn> {
    const { voucherId, siteId, code } = await this.get(id);
    const isMine = await this.queue.decide(voucherId, action, reason);
    if (!isMine) throw VoucherErrors.RETURN_DECIDED();
    if (action === 'END') await this.vouchers.void(code, reason);
    const subject = { type: 'voucher', id: voucherId };
    await this.audit.record({ action: 'voucher-return.decided', subject, siteId, after: { action, reason } });
    return this.get(id);
  }

  private async get(id: string): Promise<VoucherReturn> {
    const found = await this.returns.find(id);
    if (!found) throw CoreErrors.NOT_FOUND({ what: 'voucher return', id });
    return found;
  }
}
