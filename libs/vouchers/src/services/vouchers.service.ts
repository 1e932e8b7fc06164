import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type Page } from '@app/core';
import { SYNC_PRIORITY } from '@app/mikrotik';
import { SecretBox } from '@app/platform';
import { styleOf } from '../domain/code-of';
import { extended, type Extension } from '../domain/extension';
import { expiryOf } from '../domain/validity';
import { type Voucher } from '../domain/voucher';
import { BatchOwners } from '../resellers/services/batch-owners.service';
import { VoucherErrors } from '../vouchers.errors';
import { type VoucherFilter, VoucherRepository } from '../repositories/voucher.repository';
import { generateCode, generateVoucherPassword } from './voucher-code.generator';
import { VoucherMoves } from './voucher-moves.service';
import { VoucherReturnQueue } from './voucher-return-queue.service';
import { VOUCHER_PASSWORD } from './voucher-password';

/** A voucher with the word that its user types beside the code. */
export type VoucherWithPassword = Voucher & { password: string };

const MOST_TRIES = 20;

/** What happens to single vouchers. One of several who do it at the same time succeeds, the others hear what it is now. */
@Injectable()
export class Vouchers {
  constructor(
    private readonly vouchers: VoucherRepository,
    private readonly moves: VoucherMoves,
    private readonly box: SecretBox,
    private readonly owners: BatchOwners,
    private readonly returns: VoucherReturnQueue,
  ) {}

  async list(filter: VoucherFilter): Promise<Page<Voucher>> {
    return this.vouchers.page(filter);
  }

  /** @throws DomainError VOUCHERS_NOT_FOUND, also for one of somebody else or of an unfinished batch */
  async get(code: string): Promise<VoucherWithPassword> {
    const found = await this.vouchers.find(code);
    if (!found) throw VoucherErrors.NOT_FOUND();
    const { passwordSealed, ...voucher } = found;
    const own = passwordSealed !== null;
    return { ...voucher, password: own ? this.box.open(passwordSealed, VOUCHER_PASSWORD.place(found.id)) : found.code };
  }

  /** Its time begins now. @throws DomainError VOUCHERS_NOT_FOUND, VOUCHERS_VOUCHER_STATE, VOUCHERS_OVER */
  @Transactional()
  async redeem(code: string): Promise<Voucher> {
    const held = await this.moves.hold(code, 'REDEEM');
    const { voucher, now } = held;
    const expiresAt = expiryOf({ minutes: voucher.validityMinutes, until: voucher.validUntil }, now);
    if (expiresAt !== null && expiresAt <= now) throw VoucherErrors.OVER();
    const change = { firstLoginAt: now, expiresAt, provisioned: true };
    return this.moves.write(held, { action: 'voucher.redeemed', change, priority: SYNC_PRIORITY.RESTORE });
  }

  /** For good. @throws DomainError VOUCHERS_NOT_FOUND, VOUCHERS_VOUCHER_STATE */
  @Transactional()
  async void(code: string, reason: string): Promise<Voucher> {
    const held = await this.moves.hold(code, 'VOID');
    await this.owners.giveBackOne(held.voucher);
    const change = { voidReason: reason, endedAt: held.now };
    const voided = await this.moves.write(held, { action: 'voucher.voided', change, priority: SYNC_PRIORITY.ISOLATE });
    await this.returns.decide(voided.id, 'END', reason);
    return voided;
  }

  /** More time or traffic; one that was over lives again. @throws as {@link void}, VOUCHERS_NOTHING_TO_EXTEND */
  @Transactional()
  async extend(code: string, extension: Extension): Promise<Voucher> {
    const held = await this.moves.hold(code, 'EXTEND');
    const terms = extended(held.voucher, extension, held.now);
    if (!terms) throw VoucherErrors.NOTHING_TO_EXTEND();
    const change = { ...terms, endedAt: null, provisioned: true };
    return this.moves.write(held, { action: 'voucher.extended', change, priority: SYNC_PRIORITY.RESTORE });
  }

  /** Another code, and another password where it has its own: the old ones let nobody in any more. @throws as {@link void} */
  @Transactional()
  async regenerate(code: string): Promise<VoucherWithPassword> {
    const held = await this.moves.hold(code, 'REGENERATE');
    const { id } = held.voucher;
    const style = styleOf(held.voucher);
    const own = style.passwordMode === 'OWN';
    const sealed = own ? this.box.seal(generateVoucherPassword(), VOUCHER_PASSWORD.place(id)) : null;
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const as = generateCode(style);
      if (!(await this.vouchers.rename(id, as, sealed))) continue;
      await this.vouchers.forgetCounters([id]);
      await this.moves.write(held, { action: 'voucher.regenerated', as, priority: SYNC_PRIORITY.ISOLATE });
      return this.get(as);
    }
    throw VoucherErrors.CODES_EXHAUSTED();
  }
}
