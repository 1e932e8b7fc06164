import { Type } from 'class-transformer';
import {
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MoneyDto } from '@app/platform';
import { MANUAL_METHODS, type ManualMethod } from '../../domain/payment-method';

const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** Money that a customer handed over or transferred. */
export class RecordPaymentDto {
  /** Whose debt it settles. */
  @IsUUID()
  customerId: string;

  /** How much: above zero, in the customer's currency. What the open invoices do not need becomes deposit. */
  // why: by itself, ValidateNested lets a missing value and an array pass
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /** How the money came in. */
  @IsIn(MANUAL_METHODS)
  method: ManualMethod;

  /**
   * When the money was received, as an instant with offset; default now. Neither in the future nor more than 90 days ago.
   * @example "2026-11-22T05:36:54Z"
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(WITH_OFFSET, { message: 'receivedAt must carry its offset, such as Z or +07:00' })
  receivedAt?: string;

  /** Settles this invoice first; the rest follows the oldest due date. */
  @IsOptional()
  @IsUUID()
  invoiceId?: string;

  /** Number of the transfer or of the paper receipt. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'externalRef must not contain control characters' })
  externalRef?: string;

  /** For the staff; never shown to the customer. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(/^(?:[^\p{Cc}]|\n)*$/u, { message: 'note must not contain control characters' })
  note?: string;
}
