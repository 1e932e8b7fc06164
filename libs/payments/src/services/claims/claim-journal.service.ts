import { Injectable } from '@nestjs/common';
import { AuditLog, Outbox } from '@app/platform';
import { type PaymentClaim } from '../../domain/claims/payment-claim';
import { PaymentClaimDecided, PaymentClaimSubmitted } from '../../events/payment-claim.events';
import { type ClaimDecision } from '../../repositories/claims/payment-claim.repository';

/** Tells of proofs, in their transaction: others by events, auditors by entries. */
@Injectable()
export class ClaimJournal {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  async submitted({
    id,
    customerId,
    siteId,
    invoiceId,
    amount,
    currency,
    duplicateOf,
    fileSha256,
  }: PaymentClaim): Promise<void> {
    await this.outbox.publish(PaymentClaimSubmitted, { key: id, payload: { claimId: id, customerId, siteId } });
    const subject = { type: 'payment-claim', id };
    const after = { customerId, invoiceId, amount, currency, duplicateOf, sha256: fileSha256 };
    await this.audit.record({ action: 'payment-claim.submitted', subject, siteId, after });
  }

  async decided(claim: PaymentClaim, decision: Pick<ClaimDecision, 'status' | 'paymentId' | 'reason'>): Promise<void> {
    const { id, customerId, siteId, status } = claim;
    await this.outbox.publish(PaymentClaimDecided, { key: id, payload: { claimId: id, customerId, ...decision } });
    const action = decision.status === 'APPROVED' ? 'payment-claim.approved' : 'payment-claim.rejected';
    const subject = { type: 'payment-claim', id };
    await this.audit.record({ action, subject, siteId, before: { status }, after: decision });
  }
}
