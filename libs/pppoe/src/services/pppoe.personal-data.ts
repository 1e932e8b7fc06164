import { Injectable } from '@nestjs/common';
import { ContributesPersonalData, PersonalDataContributor } from '@app/customers';
import { PppoeAccountRepository } from '../repositories/pppoe-account.repository';

/** The customer's accounts, without their passwords (billing.md E4). */
@Injectable()
@ContributesPersonalData()
export class PppoePersonalData extends PersonalDataContributor {
  readonly part = 'pppoeAccounts';

  constructor(private readonly accounts: PppoeAccountRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    return this.accounts.personalData(customerId);
  }
}
