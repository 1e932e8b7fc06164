import { Injectable } from '@nestjs/common';
import { type HeldCustomer, HoldsIsolation } from '@app/billing';
import { PaymentClaimRepository } from '../../repositories/claims/payment-claim.repository';

/** A transfer that waits for verification keeps isolation off, for at most 24 hours (billing.md 1.9). */
@Injectable()
export class ClaimsHoldIsolation extends HoldsIsolation {
  constructor(private readonly claims: PaymentClaimRepository) {
    super();
  }

  async held(customerIds: readonly string[], asOf: Date): Promise<readonly HeldCustomer[]> {
    const held = await this.claims.holding(customerIds, asOf);
    return held.map((customerId) => ({ customerId, reason: 'TRANSFER_PROOF' }));
  }
}
