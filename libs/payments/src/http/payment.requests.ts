import { MoneyDto } from '@app/platform';
import { type PaymentFilter } from '../repositories/payment.repository';
import { type RecordPaymentCommand } from '../services/record-payment.service';
import { type PaymentListQueryDto } from './dto/payment-list-query.dto';
import { type RecordPaymentDto } from './dto/record-payment.dto';

/** The command of a validated request. */
export function toRecordCommand(body: RecordPaymentDto, idempotencyKey: string | undefined): RecordPaymentCommand {
  const { amount, receivedAt, ...rest } = body;
  return {
    ...rest,
    amount: MoneyDto.toMoney(amount),
    ...(receivedAt === undefined ? {} : { receivedAt: new Date(receivedAt) }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}

/** The list request of a validated query. */
export function toFilter(query: PaymentListQueryDto): PaymentFilter {
  const { from, to, ...rest } = query;
  return {
    ...rest,
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}
