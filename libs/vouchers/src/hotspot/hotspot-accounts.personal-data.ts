import { Injectable } from '@nestjs/common';
import { ContributesPersonalData, PersonalDataContributor } from '@app/customers';
import { HotspotAccountRepository } from './hotspot-account.repository';

/** The customer's hotspot accounts, without their passwords (billing.md E4). */
@Injectable()
@ContributesPersonalData()
export class HotspotAccountsPersonalData extends PersonalDataContributor {
  readonly part = 'hotspotAccounts';

  constructor(private readonly accounts: HotspotAccountRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    return this.accounts.personalData(customerId);
  }
}
