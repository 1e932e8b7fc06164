import { MoneyDto } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { type PaymentAttemptDto } from './dto/payment-attempt.dto';

/** An attempt as the API shows it. */
export function presentAttempt(attempt: PaymentAttempt): PaymentAttemptDto {
  const { id, target, customerId, siteId, gateway, accountId, merchantOrderId, providerRef, currency } = attempt;
  const { state, reason, channel, vaNumber, qrString, payUrl, expiresAt, checkedAt, nextCheckAt } = attempt;
  const { claimedAmount, settledAt, createdAt } = attempt;
  return {
    ...{ id, targetKind: target.kind, targetId: target.id, customerId, siteId, gateway, accountId, merchantOrderId },
    ...{ providerRef, state, reason, channel, vaNumber, qrString, payUrl, expiresAt, checkedAt, nextCheckAt },
    ...{ settledAt, createdAt },
    amount: MoneyDto.from(attempt.amount, currency),
    fee: MoneyDto.from(attempt.feeAmount, currency),
    claimedAmount: claimedAmount === null ? null : MoneyDto.from(claimedAmount, currency),
  };
}
