import { MoneyDto } from '@app/platform';
import { type Refund } from '../../domain/refunds/refund';
import { type RefundDto } from './dto/refund.dto';

/** A refund as people see it. */
export function presentRefund(refund: Refund): RefundDto {
  const { id, paymentId, customerId, way, kind, state, reason, cashAccount, proofRef, gatewayRef } = refund;
  const { creditPaymentId, problem, requestedAt, approvedAt, sentAt, finishedAt } = refund;
  return {
    ...{
      id,
      paymentId,
      customerId,
      way,
      kind,
      state,
      reason,
      cashAccount,
      proofRef,
      gatewayRef,
      creditPaymentId,
      problem,
    },
    ...{ requestedAt, approvedAt, sentAt, finishedAt },
    amount: MoneyDto.from(refund.amount, refund.currency),
    requestedBy: refund.requestedByName,
    approvedBy: refund.approvedByName,
  };
}
