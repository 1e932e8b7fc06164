import { Injectable } from '@nestjs/common';
import { ContributesPersonalData, PersonalDataContributor } from '@app/customers';
import { BillingPersonalDataRepository } from '../repositories/personal-data.repository';

/** Invoices as they were issued; they are immutable and stay when the customer is anonymised (billing.md E4). */
@Injectable()
@ContributesPersonalData()
export class InvoicesPersonalData extends PersonalDataContributor {
  readonly part = 'invoices';

  constructor(private readonly repository: BillingPersonalDataRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    return this.repository.invoices(customerId);
  }
}

/** What the customer subscribed to. */
@Injectable()
@ContributesPersonalData()
export class SubscriptionsPersonalData extends PersonalDataContributor {
  readonly part = 'subscriptions';

  constructor(private readonly repository: BillingPersonalDataRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    return this.repository.subscriptions(customerId);
  }
}
