import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { balanced } from '../../domain/ledger-posting';
import { type ServiceAccount } from '../../repositories/subscriptions/service-account.repository';
import { type AppliedPart } from '../../domain/payments/reversal';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';
import { Commissions } from '../commission/commissions.service';
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
    private readonly commissions: Commissions,
  ) {}

  /** @param credited what the credit notes of the change gave back of paid invoices; their commission goes with the money */
  async pay(
    { customerId, currency, now }: ServiceAccount,
    amount: bigint,
    { changeId, credited }: { changeId: string; credited: readonly AppliedPart[] },
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
    await this.commissions.accrue(
      partsOf(amount, credited).map((part) => ({ ...ref, invoiceId: part.invoiceId, amount: -part.amount })),
      now,
      postedOn,
    );
  }
}

/** Which invoices the refunded money was paid for: as many of the credited ones as it takes, in their order. */
function partsOf(amount: bigint, credited: readonly AppliedPart[]): AppliedPart[] {
  let left = amount;
  return credited.flatMap(({ invoiceId, amount: most }) => {
    const part = left < most ? left : most;
    left -= part;
    return part > 0n ? [{ invoiceId, amount: part }] : [];
  });
}
