import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { CustomersService } from '@app/customers';
import { type BillingAccount, BillingAccountRepository } from '../repositories/billing-account.repository';

/** Opens and locks the accounts that money and access hang on. */
@Injectable()
export class BillingAccountsService {
  constructor(
    private readonly accounts: BillingAccountRepository,
    private readonly customers: CustomersService,
  ) {}

  /**
   * Locks the account of a customer until the end of the transaction, opening it first where there is none.
   *
   * @throws DomainError CORE_NOT_FOUND when there is no such customer in the caller's scope
   */
  async lockOrOpen(customerId: string): Promise<BillingAccount & { now: Date }> {
    const found = await this.accounts.lock(customerId);
    if (found) return found;
    await this.ensure(customerId);
    const opened = await this.accounts.lock(customerId);
    if (!opened) throw CoreErrors.NOT_FOUND({ what: 'Customer', id: customerId });
    return opened;
  }

  /** Opens the account of a customer where there is none, and locks nothing. @throws DomainError as {@link lockOrOpen} */
  async ensure(customerId: string): Promise<void> {
    await this.customers.get(customerId);
    const snapshot = (await this.customers.snapshots([customerId])).get(customerId);
    if (snapshot) await this.accounts.ensure(snapshot);
  }
}
