import { Injectable } from '@nestjs/common';
import { localDateOf, Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { AdoptedSubscriptionRepository } from '../repositories/adopted-subscription.repository';
import { LedgerPostingRepository } from '../repositories/ledger-posting.repository';
import { Charges } from '../services/catalogue/charges.service';
import { Wallets } from '../services/documents/wallets.service';

/** What a customer owed (positive) or had with his provider (negative) before we came. */
export interface OpeningBalance {
  customerId: string;
  amount: bigint;
  /** Names the row it comes from; a second one for the same cause is the first (billing.md G1). */
  sourceKey: string;
}

/** Brings balances of another system into the books. Joins the caller's transaction. */
@Injectable()
export class OpeningBalances {
  constructor(
    private readonly accounts: AdoptedSubscriptionRepository,
    private readonly customers: CustomersService,
    private readonly charges: Charges,
    private readonly wallets: Wallets,
    private readonly ledger: LedgerPostingRepository,
  ) {}

  /**
   * Opens the accounts of all these customers. Debts become one untaxed invoice each, of kind OPENING_BALANCE; the others'
   * money becomes their deposit, set-based.
   */
  async book(customerIds: readonly string[], balances: readonly OpeningBalance[]): Promise<void> {
    await this.accounts.openAccounts([...(await this.customers.snapshots(customerIds)).values()]);
    const wanted = balances.filter(({ amount }) => amount !== 0n);
    if (wanted.length === 0) return;
    const ids = wanted.map(({ customerId }) => customerId);
    const accounts = new Map((await this.accounts.lockAccounts(ids)).map((one) => [one.customerId, one]));
    const known = wanted.flatMap((one) => {
      const account = accounts.get(one.customerId);
      return account ? [{ ...one, account }] : [];
    });
    const deposits = known.filter(({ amount }) => amount < 0n);
    await this.deposit(deposits);
    // why: invoices come last, their number series stays locked until the commit (billing.md N1)
    for (const { customerId, amount, sourceKey, account } of known.filter((one) => one.amount > 0n)) {
      await this.charges.add({
        ...{ customerId, kind: 'OPENING_BALANCE', sourceKey, description: 'Saldo awal', taxCode: 'NONE' },
        ...{ unitPrice: Money.of(amount, account.currency), invoiceNow: true },
      });
    }
  }

  private async deposit(
    deposits: readonly {
      customerId: string;
      amount: bigint;
      account: { currency: string; timeZone: string; now: Date };
    }[],
  ): Promise<void> {
    const [first] = deposits;
    if (!first) return;
    const refType = 'OPENING' as const;
    await this.wallets.move(
      deposits.map(({ customerId, amount, account: { currency } }) => ({
        ...{ customerId, currency, wallet: 'DEPOSIT', kind: 'OPENING', amount: -amount, refType, refId: customerId },
      })),
      first.account.now,
    );
    await this.ledger.post(
      deposits.map(({ customerId, amount, account: { currency, timeZone, now } }) => ({
        ...{ refType, refId: customerId, customerId, currency, occurredAt: now, postedOn: localDateOf(now, timeZone) },
        entries: [
          { account: 'OPENING_BALANCE', amount: -amount },
          { account: 'DEPOSIT', amount },
        ],
      })),
    );
  }
}
