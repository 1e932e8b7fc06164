import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { localDateOf } from '@app/core';
import { DatabaseClock } from '@app/platform';
import {
  type CashAccount,
  type CashBookAccount,
  type CollectionAccount,
  type LedgerAccount,
} from '../../domain/ledger-accounts';
import { balanced } from '../../domain/ledger-posting';
import { LedgerPostingRepository, type PostingRef } from '../../repositories/ledger-posting.repository';
import { CashAccounts } from './cash-accounts.service';

/** Accounts that our own money moves between; nobody's debt is touched. */
export type JournalAccount =
  | CashAccount
  | CashBookAccount
  | CollectionAccount
  | Extract<LedgerAccount, 'GATEWAY_FEE' | 'SUSPENSE' | 'COMMISSION' | 'COMMISSION_PAYABLE'>;

/** Money of ours that changes its place: a fee, a payout to the bank, a remittance. */
export interface CashMovement {
  refType: Extract<PostingRef, 'GATEWAY_FEE' | 'GATEWAY_PAYOUT' | 'REMITTANCE' | 'CASH_MOVEMENT'>;
  /** Unique with its kind: a second posting of it is refused by the ledger. */
  refId: string;
  /** Zone of the accounting day. */
  timeZone: string;
  /** Value date. */
  occurredAt: Date;
  currency: string;
  /** Debit positive, credit negative; the sum is zero. */
  entries: readonly { account: JournalAccount; amount: bigint }[];
}

/** Posts movements between cash accounts. Joins the caller's transaction. */
@Injectable()
export class CashJournal {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly accounts: CashAccounts,
    private readonly ledger: LedgerPostingRepository,
  ) {}

  /**
   * @throws DomainError BILLING_CASH_ACCOUNT_UNKNOWN, BILLING_PERIOD_CLOSED
   * @throws RangeError when debit and credit differ
   */
  @Transactional()
  async post({ refType, refId, timeZone, occurredAt, currency, entries }: CashMovement): Promise<void> {
    const lines = balanced(entries);
    for (const { account } of lines) if (isCash(account)) await this.accounts.mustExist(account);
    const postedOn = localDateOf(await this.clock.sample(), timeZone);
    await this.ledger.post([{ refType, refId, customerId: null, postedOn, occurredAt, currency, entries: lines }]);
  }
}

const isCash = (account: LedgerAccount): account is CashAccount => account.startsWith('CASH.');
