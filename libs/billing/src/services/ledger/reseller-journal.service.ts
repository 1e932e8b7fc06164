import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { localDateOf } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { type CashAccount, type LedgerAccount } from '../../domain/ledger-accounts';
import { balanced } from '../../domain/ledger-posting';
import { LedgerPostingRepository, type PostingRef } from '../../repositories/ledger-posting.repository';
import { CashAccounts } from './cash-accounts.service';

/** What a reseller's deposit, our debt to him, is moved against. */
export interface ResellerPosting {
  refType: Extract<
    PostingRef,
    | 'RESELLER_DEPOSIT'
    | 'RESELLER_WITHDRAWAL'
    | 'RESELLER_PURCHASE'
    | 'RESELLER_REFUND'
    | 'RESELLER_COMMISSION'
    | 'RESELLER_COMMISSION_RETURN'
  >;
  /** Unique with its kind: a second posting of it is refused by the ledger. */
  refId: string;
  /** What his deposit gains, in booking units; negative: it is spent. */
  amount: bigint;
  against: CashAccount | Extract<LedgerAccount, 'REVENUE.HOTSPOT' | 'COMMISSION'>;
  currency: string;
  /** Zone of the accounting day. */
  timeZone: string;
  /** Value date. */
  occurredAt: Date;
}

/** Posts what happens to the deposits of resellers. Joins the caller's transaction. */
@Injectable()
export class ResellerJournal {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly accounts: CashAccounts,
    private readonly ledger: LedgerPostingRepository,
  ) {}

  /** @throws DomainError BILLING_CASH_ACCOUNT_UNKNOWN, BILLING_PERIOD_CLOSED */
  @Transactional()
  async post(postings: readonly ResellerPosting[]): Promise<void> {
    const now = await this.clock.sample();
    for (const { against } of postings) {
      if (isCash(against)) await this.accounts.mustExist(against);
    }
    await this.ledger.post(
      postings.map(({ refType, refId, amount, against, currency, timeZone, occurredAt }) => ({
        ...{ refType, refId, customerId: null, postedOn: localDateOf(now, timeZone), occurredAt, currency },
        entries: balanced([
          { account: against, amount },
          { account: 'RESELLER_DEPOSIT', amount: -amount },
        ]),
      })),
    );
  }
}

const isCash = (account: ResellerPosting['against']): account is CashAccount => account.startsWith('CASH.');
