import { Injectable } from '@nestjs/common';
import { AuditLog, DatabaseClock } from '@app/platform';
import { type LockedVoucher, type Voucher } from '../domain/voucher';
import { type VoucherAction, type VoucherState, voucherStateAfter } from '../domain/voucher-state';
import { VoucherErrors } from '../vouchers.errors';
import { type VoucherChange } from '../repositories/voucher-columns';
import { VoucherRepository } from '../repositories/voucher.repository';
import { VoucherMarks } from './voucher-marks.service';

/** A voucher that is held, and the state that the action leads to. */
export interface HeldVoucher {
  voucher: LockedVoucher;
  next: VoucherState;
  now: Date;
}

/** The one door by which people change a voucher: its row is locked, and only the transition table decides. */
@Injectable()
export class VoucherMoves {
  constructor(
    private readonly vouchers: VoucherRepository,
    private readonly marks: VoucherMarks,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  /** Call it in a transaction. @throws DomainError VOUCHERS_NOT_FOUND, VOUCHERS_VOUCHER_STATE */
  async hold(code: string, action: VoucherAction): Promise<HeldVoucher> {
    const voucher = await this.vouchers.lock(code);
    if (!voucher) throw VoucherErrors.NOT_FOUND();
    const next = voucherStateAfter(voucher.state, action);
    if (next === undefined) throw VoucherErrors.VOUCHER_STATE({ state: voucher.state });
    return { voucher, next, now: await this.clock.sample() };
  }

  /** Writes the change, tells the routers and the auditors. @param as the code afterwards, where it is another */
  async write(
    { voucher, next }: HeldVoucher,
    what: { action: string; change?: VoucherChange; priority?: number; as?: string },
  ): Promise<Voucher> {
    const { id, siteId, code, state } = voucher;
    await this.vouchers.update(id, { ...what.change, state: next });
    const oldCodes = what.as === undefined ? [] : [code];
    await this.marks.vouchers([id], what.priority, oldCodes);
    const after = await this.vouchers.find(what.as ?? code);
    if (!after) throw VoucherErrors.NOT_FOUND();
    const before = { state, expiresAt: voucher.expiresAt, soldAmount: voucher.soldAmount };
    await this.audit.record({
      ...{ action: what.action, subject: { type: 'voucher', id }, siteId, before },
      after: { state: after.state, expiresAt: after.expiresAt, soldAmount: after.soldAmount, ...what.change },
    });
    return after;
  }
}
