import { localDate, Money } from '@app/core';
import { MoneyDto } from '@app/platform';
import { type PaymentClaim } from '../../domain/claims/payment-claim';
import { type ApproveClaimCommand } from '../../services/claims/claim-payments.service';
import { type SubmitClaimCommand } from '../../services/claims/payment-claims.service';
import { type ApproveClaimDto, type PaymentClaimDto, type SubmitClaimQueryDto } from './dto/payment-claim.dto';

export function presentClaim(claim: PaymentClaim): PaymentClaimDto {
  const { id, siteId, customerId, invoiceId, attemptId, bank, senderName, transferredOn, source, status } = claim;
  const { fileType, fileSha256, duplicateOf, similarTo, holdUntil, paymentId, reason } = claim;
  const { submittedBy, submittedAt, decidedAt } = claim;
  return {
    ...{ id, siteId, customerId, invoiceId, attemptId, bank, senderName, transferredOn, source, status },
    ...{ fileType, fileSha256, duplicateOf, similarTo, holdUntil, paymentId, reason },
    ...{ submittedBy, submittedAt, decidedAt },
    amount: MoneyDto.from(claim.amount, claim.currency),
    decidedBy: claim.decidedByName,
  };
}

/** The claim of a validated request. */
export function toClaim(query: SubmitClaimQueryDto, currency: string, file: Buffer): SubmitClaimCommand {
  const { amount, transferredOn, ...rest } = query;
  const day = transferredOn === undefined ? {} : { transferredOn: localDate(transferredOn) };
  return { ...rest, ...day, amount: Money.of(BigInt(amount), currency), source: 'STAFF', file };
}

export function toApproval({ amount, receivedOn, ...rest }: ApproveClaimDto): ApproveClaimCommand {
  return {
    ...rest,
    ...(amount === undefined ? {} : { amount: MoneyDto.toMoney(amount) }),
    ...(receivedOn === undefined ? {} : { receivedOn: localDate(receivedOn) }),
  };
}
