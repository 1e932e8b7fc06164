import { Injectable } from '@nestjs/common';
import { ContributesPersonalData, PersonalDataContributor } from '@app/customers';
import { PaymentClaimRepository } from '../../repositories/claims/payment-claim.repository';

/** Proofs of transfers that the customer sent (billing.md E4). */
@Injectable()
@ContributesPersonalData()
export class ClaimsPersonalData extends PersonalDataContributor {
  readonly part = 'paymentClaims';

  constructor(private readonly claims: PaymentClaimRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    return this.claims.personalData(customerId);
  }

  /** The files and who sent the money; that there was a claim, and what became of it, stays. */
  override async erase(customerId: string): Promise<void> {
    await this.claims.erase(customerId);
  }
}
