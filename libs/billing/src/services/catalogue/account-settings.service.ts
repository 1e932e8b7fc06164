import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { AuditLog } from '@app/platform';
import {
  type AccountSettings,
  type AccountSettingsPatch,
  AccountSettingsRepository,
} from '../../repositories/catalogue/account-settings.repository';
import { BillingAccountsService } from '../billing-accounts.service';

/** How single customers are billed: tax, payment from the deposit, policies of their own. */
@Injectable()
export class AccountSettingsService {
  constructor(
    private readonly settings: AccountSettingsRepository,
    private readonly accounts: BillingAccountsService,
    private readonly audit: AuditLog,
  ) {}

  /** Opens the account of a customer who has none yet. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async get(customerId: string): Promise<AccountSettings> {
    await this.accounts.lockOrOpen(customerId);
    return this.settings.of(customerId);
  }

  /**
   * Counts for invoices that are issued from now on.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION
   */
  @Transactional()
  async update(customerId: string, version: number, patch: AccountSettingsPatch): Promise<AccountSettings> {
    const before = await this.get(customerId);
    if (!(await this.settings.update(customerId, version, { ...before, ...patch }))) throw CoreErrors.STALE_VERSION();
    const after = await this.settings.of(customerId);
    const { siteId } = after;
    const subject = { type: 'billing-account', id: customerId };
    await this.audit.record({ action: 'billing-account.changed', subject, siteId, before, after });
    return after;
  }
}
