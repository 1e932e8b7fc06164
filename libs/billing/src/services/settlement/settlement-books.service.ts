import { Injectable } from '@nestjs/common';
import { type LocalDate, localDateOf } from '@app/core';
import { type PostingEntry } from '../../domain/ledger-posting';
import { type LockedAccount } from '../../repositories/billing-account.repository';
import { LedgerPostingRepository, type PostingRef } from '../../repositories/ledger-posting.repository';
import { Commissions, type Receipt } from '../commission/commissions.service';
import { Wallets } from '../documents/wallets.service';

/** Ledger, balances and commission of money that comes and goes. */
@Injectable()
export class SettlementBooks {
  constructor(
    private readonly ledger: LedgerPostingRepository,
    private readonly wallets: Wallets,
    private readonly commissions: Commissions,
  ) {}

  /** As {@link Wallets.move}, for an account that is locked. */
  async move(movements: Parameters<Wallets['move']>[0], { now }: LockedAccount): Promise<void> {
    await this.wallets.move(movements, now);
  }

  /** As {@link Commissions.accrue}, now. */
  async accrue(receipts: readonly Receipt[], { now }: LockedAccount, postedOn: LocalDate): Promise<void> {
    await this.commissions.accrue(receipts, now, postedOn);
  }

  /** Accounting day of something that happens now. */
  today({ now, timeZone }: LockedAccount): LocalDate {
    return localDateOf(now, timeZone);
  }

  async post(
    ref: { refType: PostingRef; refId: string },
    account: LockedAccount,
    dates: { postedOn: LocalDate; occurredAt: Date },
    entries: readonly PostingEntry[],
  ): Promise<void> {
    const { customerId, currency } = account;
    await this.ledger.post([{ ...ref, customerId, currency, ...dates, entries }]);
  }
}
