import { Injectable } from '@nestjs/common';
import { BillingErrors } from '../../billing.errors';
import { type WalletMovement, WalletRepository } from '../../repositories/documents/wallet.repository';

/**
 * The two balances of a customer: DEPOSIT is his money, CREDIT is what we owe him in services. Neither is ever negative
 * (billing.md S7). The caller holds the account's lock and posts the other side to the ledger.
 */
@Injectable()
export class Wallets {
  constructor(private readonly wallets: WalletRepository) {}

  /**
   * Moves balances; a movement with a reference that was moved before is refused by the database.
   *
   * @throws DomainError BILLING_BALANCE_TOO_LOW; nothing is moved then
   */
  async move(movements: readonly Omit<WalletMovement, 'balance'>[], at: Date): Promise<void> {
    if (movements.length === 0) return;
    const balances = await this.wallets.balances([...new Set(movements.map(({ customerId }) => customerId))]);
    const moved = movements.map((movement) => {
      const key = `${movement.customerId} ${movement.wallet}`;
      const balance = (balances.get(key) ?? 0n) + movement.amount;
      if (balance < 0n) throw BillingErrors.BALANCE_TOO_LOW({ available: (balances.get(key) ?? 0n).toString() });
      balances.set(key, balance);
      return { ...movement, balance };
    });
    await this.wallets.move(moved, at);
  }
}
