import { MoneyDto } from '@app/platform';
import { type Payment, type PaymentWithAllocations } from '../domain/payment';
import { type PaymentReversal } from '../repositories/payment-reversal.repository';
import { type PaymentReversalDto } from './dto/payment-reversal.dto';
import { type PaymentDetailDto, type PaymentDto } from './dto/payment.dto';

/** A payment as the API shows it. */
export function presentPayment(payment: Payment): PaymentDto {
  return {
    id: payment.id,
    siteId: payment.siteId,
    customerId: payment.customerId,
    receiptNumber: payment.number,
    method: payment.method,
    amount: MoneyDto.from(payment.amount, payment.currency),
    depositAmount: MoneyDto.from(payment.depositAmount, payment.currency),
    fee: MoneyDto.from(payment.feeAmount, payment.currency),
    cashAccount: payment.cashAccount,
    attemptId: payment.attemptId,
    channel: payment.channel,
    receivedAt: payment.receivedAt,
    recordedAt: payment.recordedAt,
    recordedBy: payment.recordedByName,
    externalRef: payment.externalRef,
    note: payment.note,
    accessRestored: payment.restoredAccess,
  };
}

/** The same with what it settled. */
export function presentPaymentDetail(payment: PaymentWithAllocations): PaymentDetailDto {
  const allocations = payment.allocations.map((part) => ({
    invoiceId: part.invoiceId,
    invoiceNumber: part.invoiceNumber,
    amount: MoneyDto.from(part.amount, payment.currency),
    remaining: MoneyDto.from(part.remaining, payment.currency),
  }));
  return Object.assign(presentPayment(payment), { allocations });
}

/** What was taken back of a payment. */
export function presentReversal(reversal: PaymentReversal): PaymentReversalDto {
  const { id, paymentId, kind, reason, currency, reversedAt, reversedByName } = reversal;
  return {
    ...{ id, paymentId, kind, reason, reversedAt },
    amount: MoneyDto.from(reversal.reversedAmount, currency),
    fromDeposit: MoneyDto.from(reversal.depositAmount, currency),
    lost: MoneyDto.from(reversal.lostAmount, currency),
    reversedBy: reversedByName,
  };
}
