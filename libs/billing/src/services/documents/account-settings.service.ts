import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { Approvals } from '@app/iam';
import { AuditLog, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { goodwillPosting } from '../../domain/ledger-posting';
import {
  type AccountSettings,
  type AccountSettingsPatch,
  AccountSettingsRepository,
} from '../../repositories/documents/account-settings.repository';
import {
  type WalletMovementView,
  type WalletName,
  WalletRepository,
} from '../../repositories/documents/wallet.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { SettlementBooks } from '../settlement/settlement-books.service';
import { GoodwillCredit } from './goodwill.approval';
import { Wallets } from './wallets.service';

const FRESH = {
  ...{ autoPay: true, taxExempt: false, withholdsTax: false, policies: {} },
  ...{ depositAmount: 0n, creditAmount: 0n, version: 1 },
} as const;

/** The billing side of a customer: settings, balances, gifts. */
@Injectable()
export class BillingSettings {
  constructor(
    private readonly settings: AccountSettingsRepository,
    private readonly movementRows: WalletRepository,
    private readonly customers: CustomersService,
    private readonly accounts: BillingAccountsService,
    private readonly wallets: Wallets,
    private readonly books: SettlementBooks,
    private readonly approvals: Approvals,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Of a customer without an account yet: what the account will begin with. Reading opens none.
   *
   * @throws DomainError CORE_NOT_FOUND, also for a customer outside the actor's scope
   */
  async of(customerId: string): Promise<AccountSettings> {
    const customer = (await this.customers.snapshots([customerId])).get(customerId);
    if (!customer) throw CoreErrors.NOT_FOUND({ what: 'customer', id: customerId });
    const { siteId, currency, timeZone } = customer;
    return (await this.settings.find(customerId)) ?? { customerId, siteId, currency, timeZone, ...FRESH };
  }

  /** Counts for invoices that are issued from now on. @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION */
  @Transactional()
  async update(customerId: string, version: number, patch: AccountSettingsPatch): Promise<AccountSettings> {
    const { siteId } = await this.accounts.lockOrOpen(customerId);
    const before = await this.of(customerId);
    if (!(await this.settings.update(customerId, version, patch))) throw CoreErrors.STALE_VERSION();
    const after = await this.of(customerId);
    if (patch.policies) await this.accounts.issueEarlier({ customerId, siteId }, before.policies, patch.policies);
    const subject = { type: 'customer', id: customerId };
    await this.audit.record({ action: 'customer.billing-changed', subject, siteId, before, after });
    return after;
  }

  /** Newest first. @throws DomainError CORE_NOT_FOUND */
  async movements(request: ListRequest, customerId: string, wallet?: WalletName): Promise<Page<WalletMovementView>> {
    await this.of(customerId);
    return this.movementRows.page(request, customerId, wallet);
  }

  /**
   * Goodwill: credit for services, given for nothing.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_AMOUNT_NOT_POSITIVE, BILLING_CURRENCY_MISMATCH, IAM_APPROVAL_REQUIRED above
   * the limit of one pair of eyes
   */
  @Transactional()
  async giveCredit(customerId: string, amount: Money, reason: string): Promise<AccountSettings> {
    if (!amount.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    const account = await this.accounts.lockOrOpen(customerId);
    const { siteId, currency, now } = account;
    if (currency !== amount.currency)
      throw BillingErrors.CURRENCY_MISMATCH({ expected: currency, actual: amount.currency });
    const payload = { customerId, amount: amount.amount, currency, reason };
    const request = { subject: `customer:${customerId}`, siteId, payload, reason };
    await this.approvals.requireAbove(amount, GoodwillCredit, request);
    const postedOn = this.books.today(account);
    const ref = { refType: 'GOODWILL' as const, refId: uuidv7() };
    const movement = { customerId, currency, wallet: 'CREDIT' as const, kind: 'GOODWILL', amount: amount.amount };
    await this.wallets.move([{ ...movement, ...ref, note: reason }], now);
    await this.books.post(ref, account, { postedOn, occurredAt: now }, goodwillPosting(amount.amount));
    const subject = { type: 'customer', id: customerId };
    await this.audit.record({ action: 'wallet.credited', subject, siteId, after: payload });
    return this.of(customerId);
  }
}
