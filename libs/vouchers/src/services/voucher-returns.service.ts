import { Injectable } from '@nestjs/common';
import { SYNC_PRIORITY } from '@app/mikrotik';
import { DatabaseClock } from '@app/platform';
import { type LockedVoucher } from '../domain/voucher';
import { voucherStateAfter } from '../domain/voucher-state';
import { VoucherRepository } from '../repositories/voucher.repository';
import { VoucherMoves } from './voucher-moves.service';
import { VoucherReturnQueue } from './voucher-return-queue.service';

/** Vouchers of the shop whose money went back: refunded by us, or taken back by a bank. */
@Injectable()
export class VoucherReturns {
  constructor(
    private readonly vouchers: VoucherRepository,
    private readonly moves: VoucherMoves,
    private readonly clock: DatabaseClock,
    private readonly queue: VoucherReturnQueue,
  ) {}

  /** One that nobody has used is void from now on; about a used one a person decides. Joins the caller's transaction. */
  async moneyWentBack(code: string, reason: string): Promise<void> {
    const voucher = await this.vouchers.lock(code);
    if (!voucher) return;
    if (voucher.firstLoginAt !== null) await this.queue.raise(voucher, reason);
    else await this.end(voucher, reason);
  }

  private async end(voucher: LockedVoucher, reason: string): Promise<void> {
    const next = voucherStateAfter(voucher.state, 'VOID');
    if (next === undefined) return;
    const now = await this.clock.sample();
    const change = { voidReason: reason.slice(0, 200), endedAt: now };
    await this.moves.write(
      { voucher, next, now },
      { action: 'voucher.voided', change, priority: SYNC_PRIORITY.ISOLATE },
    );
  }
}
