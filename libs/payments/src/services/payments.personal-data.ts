import { Injectable } from '@nestjs/common';
import { ContributesPersonalData, PersonalDataContributor } from '@app/customers';
import { PaymentRepository } from '../repositories/payment.repository';

/** What the customer paid (billing.md E4). */
@Injectable()
@ContributesPersonalData()
export class PaymentsPersonalData extends PersonalDataContributor {
  readonly part = 'payments';

  constructor(private readonly payments: PaymentRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    return this.payments.personalData(customerId);
  }
}
