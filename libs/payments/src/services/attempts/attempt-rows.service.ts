import { Injectable } from '@nestjs/common';
import { Money } from '@app/core';
import { Database } from '@app/platform';
import { type BankAccount } from '../../domain/bank/bank-account';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { type PaymentAttempt, type TargetRef } from '../../domain/attempts/attempt';
import { AttemptRepository, type NewAttemptRow } from '../../repositories/attempts/attempt.repository';
import { BankAccounts } from '../bank/bank-accounts.service';
import { UniqueAmounts } from '../bank/unique-amounts.service';

/** Gateways whose money arrives at a bank account of ours: what the bank booked confirms it. */
const AT_OUR_BANK: readonly string[] = ['unique-transfer', 'qris-static'];

/** New rows of attempts; those at a bank account get an amount of their own in the same transaction (payments.md 10). */
@Injectable()
export class AttemptRows {
  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly amounts: UniqueAmounts,
    private readonly banks: BankAccounts,
  ) {}

  /**
   * @returns the row as it stands; undefined when the target has a live attempt
   * @throws DomainError TRANSFERS_NO_FREE_AMOUNT, TRANSFERS_ACCOUNT_PAUSED
   */
  async insert(row: NewAttemptRow, account: GatewayAccount): Promise<NewAttemptRow | undefined> {
    const atBank = AT_OUR_BANK.includes(account.gateway);
    const bank = atBank ? await this.banks.behind(account.settings) : undefined;
    if (!bank) return (await this.attempts.insert(row)) ? row : undefined;
    return this.database.transaction(async () => {
      const named = await this.named(row, bank);
      if (await this.attempts.insert(named)) return named;
      await this.amounts.drop(row.id);
      return undefined;
    });
  }

  /** What a live attempt asks for, without the code that names it. */
  async askedBy(attempt: PaymentAttempt): Promise<bigint> {
    return (await this.amounts.of(attempt.id))?.baseAmount ?? attempt.amount;
  }

  /** As {@link AttemptRepository.live}. */
  async live(target: TargetRef): Promise<PaymentAttempt | undefined> {
    return this.attempts.live(target);
  }

  private async named(row: NewAttemptRow, { id, extraTo }: BankAccount): Promise<NewAttemptRow> {
    const base = Money.of(row.amount, row.currency);
    const { amount } = await this.amounts.reserve(id, row.id, base, row.expiresAt ?? row.createdAt);
    return { ...row, amount, feeAmount: row.feeAmount + (extraTo === 'INCOME' ? amount - row.amount : 0n) };
  }
}
