import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { MoneyDto } from '@app/platform';
import { REVERSAL_KINDS, type ReversalKind } from '../../repositories/payment-reversal.repository';

/** Money that goes back, or never came. */
export class ReversePaymentDto {
  /** Default: all that is left of the payment. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** `REFUND`: given back; `CHARGEBACK`: a bank took it; `MISTAKE`: it was recorded wrongly. */
  @IsIn(REVERSAL_KINDS)
  kind: ReversalKind;

  /** Why, for the auditor. */
  @IsString()
  @Length(3, 500)
  reason: string;
}

/** What was taken back of a payment. It never changes. */
export class PaymentReversalDto {
  id: string;

  paymentId: string;

  /** `REFUND`, `CHARGEBACK` or `MISTAKE`. */
  kind: string;

  reason: string;

  amount: MoneyDto;

  /** The part that came out of the customer's deposit; invoices owe the rest again. */
  fromDeposit: MoneyDto;

  /** What neither invoices nor deposit gave back. */
  lost: MoneyDto;

  reversedAt: Date;

  /** Name of who did it. */
  reversedBy: string;
}

export class PaymentReversalListDto {
  items: PaymentReversalDto[];
}
