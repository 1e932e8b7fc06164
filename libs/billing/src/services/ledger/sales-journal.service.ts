import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { localDateOf } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { type CashAccount } from '../../domain/ledger-accounts';
import { balanced } from '../../domain/ledger-posting';
import { LedgerPostingRepository, type PostingRef } from '../../repositories/ledger-posting.repository';
import { CashAccounts } from './cash-accounts.service';

/** Something that was sold against money at once: no invoice, nobody's debt. */
export interface CounterSale {
  /** `PAYMENT`: the money came through a payment and has its id; `PAYMENT_REVERSAL`: it goes back by that reversal. */
  refType: Extract<PostingRef, 'VOUCHER_SALE' | 'VOUCHER_RETURN' | 'PAYMENT' | 'PAYMENT_REVERSAL'>;
  /** Unique with its kind: a second posting of it is refused by the ledger. */
  refId: string;
  cashAccount: CashAccount;
  /** What is booked as income, in booking units; negative gives the money back. */
  amount: bigint;
  /** `SUSPENSE`: nobody knows yet what it is for; `RESELLER_DEPOSIT`: a reseller's wallet is filled. */
  to: 'REVENUE.HOTSPOT' | 'RESELLER_DEPOSIT' | 'SUSPENSE';
  /** What the payer bore on top, and what it is booked to. */
  surcharge?: { amount: bigint; to: 'GATEWAY_FEE' | 'UNIQUE_CODE_INCOME' };
  currency: string;
  /** Zone of the accounting day. */
  timeZone: string;
  /** Value date. */
  occurredAt: Date;
}

/** Posts sales over the counter and in the shop: debit cash, credit income. Joins the caller's transaction. */
@Injectable()
export class SalesJournal {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly accounts: CashAccounts,
    private readonly ledger: LedgerPostingRepository,
  ) {}

  /** Posts nothing for a sale of zero. @throws DomainError BILLING_CASH_ACCOUNT_UNKNOWN, BILLING_PERIOD_CLOSED */
  @Transactional()
  async post(sale: CounterSale): Promise<void> {
    const { refType, refId, cashAccount, amount, to, currency, timeZone, occurredAt } = sale;
    const { amount: extra, to: extraTo } = sale.surcharge ?? { amount: 0n, to: 'GATEWAY_FEE' as const };
    await this.accounts.mustExist(cashAccount);
    const postedOn = localDateOf(await this.clock.sample(), timeZone);
    const entries = balanced([
      { account: cashAccount, amount: amount + extra },
      { account: extraTo, amount: -extra },
      { account: to, amount: -amount },
    ]);
    await this.ledger.post([{ refType, refId, customerId: null, postedOn, occurredAt, currency, entries }]);
  }
}
