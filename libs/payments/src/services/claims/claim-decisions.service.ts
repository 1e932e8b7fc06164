import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { CurrentActor, Database, DatabaseClock } from '@app/platform';
import { isOpen, type PaymentClaim } from '../../domain/claims/payment-claim';
import { type ClaimDecision, PaymentClaimRepository } from '../../repositories/claims/payment-claim.repository';
import { TransferErrors } from '../../transfers.errors';
import { ClaimJournal } from './claim-journal.service';
import { type ApproveClaimCommand, ClaimPayments } from './claim-payments.service';

/** Decisions about proofs: approval and payment are one transaction, and happen once. */
@Injectable()
export class ClaimDecisions {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly claims: PaymentClaimRepository,
    private readonly claimPayments: ClaimPayments,
    private readonly journal: ClaimJournal,
  ) {}

  /**
   * Records the payment and approves, whole or not at all. A repetition answers with what was decided. Where the claim's
   * attempt was paid meanwhile (by its bank mutation), the claim is joined to that payment and no money is booked.
   *
   * @throws DomainError CORE_NOT_FOUND, TRANSFERS_CLAIM_DECIDED, TRANSFERS_CLAIM_DUPLICATE, IAM_APPROVAL_REQUIRED above the
   * four-eyes limit
   */
  async approve(id: string, command: ApproveClaimCommand): Promise<PaymentClaim> {
    return this.database.transaction(async () => {
      const claim = await this.locked(id);
      if (claim.status === 'APPROVED') return claim;
      if (!isOpen(claim.status)) throw TransferErrors.CLAIM_DECIDED({ status: claim.status });
      if (claim.status === 'DUPLICATE' && command.duplicateConfirmed !== true) throw TransferErrors.CLAIM_DUPLICATE();
      const paymentId = await this.claimPayments.pay(claim, command);
      return this.decide(claim, { status: 'APPROVED', paymentId, reason: '' });
    });
  }

  /** @param reason told to the customer @throws DomainError CORE_NOT_FOUND, TRANSFERS_CLAIM_DECIDED */
  async reject(id: string, reason: string): Promise<PaymentClaim> {
    return this.database.transaction(async () => {
      const claim = await this.locked(id);
      if (claim.status === 'REJECTED') return claim;
      if (!isOpen(claim.status)) throw TransferErrors.CLAIM_DECIDED({ status: claim.status });
      return this.decide(claim, { status: 'REJECTED', paymentId: null, reason });
    });
  }

  private async locked(id: string): Promise<PaymentClaim> {
    const claim = await this.claims.find(id, true);
    if (!claim) throw CoreErrors.NOT_FOUND({ what: 'payment claim', id });
    return claim;
  }

  private async decide(
    claim: PaymentClaim,
    decision: Pick<ClaimDecision, 'status' | 'paymentId' | 'reason'>,
  ): Promise<PaymentClaim> {
    const { id: decidedBy, name: decidedByName } = this.actor.get();
    const decidedAt = await this.clock.sample();
    await this.claims.decide(claim.id, { ...decision, decidedBy, decidedByName, decidedAt });
    await this.journal.decided(claim, decision);
    return this.locked(claim.id);
  }
}
