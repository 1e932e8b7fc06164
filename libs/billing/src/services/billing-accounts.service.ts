import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { CustomersService } from '@app/customers';
import { mergePolicies, type PolicyPatch } from '../domain/policies/billing-policies';
import { BillingAccountRepository, type LockedAccount } from '../repositories/billing-account.repository';
import { type CustomerRef } from '../repositories/customer-ref';
import { PointerRepository } from '../repositories/pointer.repository';
import { BillingPolicies, isEarlier } from './catalogue/billing-policies.service';

/** Opens and locks the accounts that money and access hang on. */
@Injectable()
export class BillingAccountsService {
  constructor(
    private readonly accounts: BillingAccountRepository,
    private readonly customers: CustomersService,
    private readonly policies: BillingPolicies,
    private readonly pointers: PointerRepository,
  ) {}

  /**
   * Locks the account of a customer until the end of the transaction, opening it first where there is none.
   *
   * @throws DomainError CORE_NOT_FOUND when there is no such customer in the caller's scope
   */
  async lockOrOpen(customerId: string): Promise<LockedAccount> {
    const found = await this.accounts.lock(customerId);
    if (found) return found;
    await this.ensure(customerId);
    const opened = await this.accounts.lock(customerId);
    if (!opened) throw CoreErrors.NOT_FOUND({ what: 'Customer', id: customerId });
    return opened;
  }

  /** Locks an account; undefined when there is none in the caller's scope. */
  async lock(customer: CustomerRef): Promise<LockedAccount | undefined> {
    return this.accounts.lock(customer);
  }

  /** Opens the account of a customer where there is none, and locks nothing. @throws DomainError as {@link lockOrOpen} */
  async ensure(customerId: string): Promise<void> {
    await this.customers.get(customerId);
    const snapshot = (await this.customers.snapshots([customerId])).get(customerId);
    if (snapshot) await this.accounts.ensure(snapshot);
  }

  /** Invoices that an account is to get longer ahead by other policies are looked for from now on. */
  async issueEarlier(
    account: { customerId: string; siteId: string },
    before: PolicyPatch,
    after: PolicyPatch,
  ): Promise<void> {
    const site = await this.policies.of(account.siteId);
    const now = mergePolicies(site, after);
    if (!isEarlier(now, mergePolicies(site, before))) return;
    await this.pointers.lookEarlier(now, { payerId: account.customerId });
  }
}
