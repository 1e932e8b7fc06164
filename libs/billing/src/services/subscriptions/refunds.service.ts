import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { balanced } from '../../domain/ledger-posting';
import { type ServiceAccount } from '../../repositories/subscriptions/service-account.repository';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';
import { Wallets } from '../documents/wallets.service';

/**
 * Credit that is to be paid out (billing.md Q5 REFUND): it leaves the credit balance, which is owed in services only, and
 * becomes deposit, which is the customer's money.
 */
@Injectable()
export class Refunds {
  constructor(
    private readonly wallets: Wallets,
    private readonly ledger: LedgerPostingRepository,
  ) {}

  async pay(
    { customerId, currency, now }: ServiceAccount,
    amount: bigint,
    changeId: string,
    postedOn: LocalDate,
  ): Promise<void> {
    if (amount === 0n) return;
    const ref = { refType: 'CREDIT_REFUND', refId: changeId } as const;
    const movement = { customerId, currency, kind: 'REFUND', ...ref };
    await this.wallets.move(
      [
        { ...movement, wallet: 'CREDIT', amount: -amount },
        { ...movement, wallet: 'DEPOSIT', amount },
      ],
      now,
    );
    const entries = balanced([
      { account: 'CREDIT_BALANCE', amount },
      { account: 'DEPOSIT', amount: -amount },
    ]);
    await this.ledger.post([{ ...ref, customerId, currency, postedOn, occurredAt: now, entries }]);
  }
}
