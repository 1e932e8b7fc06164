import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { Money } from '@app/core';
import { Database, DatabaseClock } from '@app/platform';
import { type BankAccount, type UniqueAmount } from '../../domain/bank/bank-account';
import { freeCode } from '../../domain/bank/unique-codes';
import { BankAccountRepository } from '../../repositories/bank/bank-account.repository';
import { UniqueAmountRepository } from '../../repositories/bank/unique-amount.repository';
import { TransferErrors } from '../../transfers.errors';

const DAY_MS = 86_400_000;
/** Somebody else may take the chosen amount first; with each try the range has fewer of those. */
const TRIES = 60;

/** Kode unik: amounts that name the attempt they pay, reserved at checkout (payments.md 10). */
@Injectable()
export class UniqueAmounts {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly accounts: BankAccountRepository,
    private readonly amounts: UniqueAmountRepository,
  ) {}

  /**
   * Reserves an amount of this attempt alone, until its end and the account's grace period; joins the caller's
   * transaction. The attempt's row may be written after it in the same transaction. A repetition gives what is reserved.
   *
   * @param base what is owed; the amount is higher by the code
   * @throws DomainError TRANSFERS_NO_FREE_AMOUNT, TRANSFERS_ACCOUNT_PAUSED
   */
  async reserve(bankAccountId: string, attemptId: string, base: Money, expiresAt: Date): Promise<UniqueAmount> {
    return this.database.transaction(async () => {
      const known = await this.amounts.ofAttempt(attemptId);
      if (known) return known;
      const account = await this.accounts.findForPayer(bankAccountId);
      if (account?.status !== 'ACTIVE' || account.currency !== base.currency) throw TransferErrors.ACCOUNT_PAUSED();
      const now = await this.clock.sample();
      await this.amounts.release(bankAccountId, now);
      const releaseAt = new Date(expiresAt.getTime() + account.graceDays * DAY_MS);
      const common = {
        attemptId,
        bankAccountId,
        baseAmount: base.amount,
        currency: base.currency,
        expiresAt,
        releaseAt,
      };
      for (let tries = 0; tries < TRIES; tries++) {
        const amount = await this.pick(account, base.amount);
        const reservation = { ...common, amount };
        if (await this.amounts.insert({ ...reservation, reservedAt: now })) return reservation;
      }
      throw TransferErrors.NO_FREE_AMOUNT();
    });
  }

  /** What an attempt reserved. */
  async of(attemptId: string): Promise<UniqueAmount | undefined> {
    return this.amounts.ofAttempt(attemptId);
  }

  /** Takes back what a transaction reserved for an attempt that it then did not write. */
  async drop(attemptId: string): Promise<void> {
    await this.amounts.drop(attemptId);
  }

  /** Where the money of an attempt arrives. */
  async cashAccountOf(attemptId: string): Promise<CashAccount | undefined> {
    const reserved = await this.amounts.ofAttempt(attemptId);
    return reserved && (await this.accounts.findForPayer(reserved.bankAccountId))?.cashAccount;
  }

  private async pick(account: BankAccount, base: bigint): Promise<bigint> {
    const taken = await this.amounts.takenAbove(account.id, base, account.codeLimit);
    const code = freeCode(new Set(taken), account, (count) => randomInt(count));
    if (code === undefined) throw TransferErrors.NO_FREE_AMOUNT();
    return base + BigInt(code);
  }
}

/** The code alone, as money. */
export const codeOf = ({ amount, baseAmount, currency }: UniqueAmount): Money =>
  Money.of(amount - baseAmount, currency);
