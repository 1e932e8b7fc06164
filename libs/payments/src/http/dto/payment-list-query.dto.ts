import { IsIn, IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';
import { PageQueryDto } from '@app/platform';
import { PAYMENT_METHODS, type PaymentMethod } from '../../domain/payment-method';

const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** Sorts: `receivedAt` (default, newest first), `recordedAt`, `amount`, `number`. */
export class PaymentListQueryDto extends PageQueryDto {
  /** Payments of this customer only. */
  @IsOptional()
  @IsUUID()
  customerId?: string;

  @IsOptional()
  @IsIn(PAYMENT_METHODS)
  method?: PaymentMethod;

  /** Received at or after this instant. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(WITH_OFFSET, { message: 'from must carry its offset, such as Z or +07:00' })
  from?: string;

  /** Received before this instant. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(WITH_OFFSET, { message: 'to must carry its offset, such as Z or +07:00' })
  to?: string;
}
