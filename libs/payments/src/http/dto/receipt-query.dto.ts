import { IsIn, IsOptional } from 'class-validator';
import { type Language } from '@app/core';

/** How a receipt is wanted. */
export class ReceiptQueryDto {
  /** `text58`: plain text of 32 columns for a 58 mm printer. */
  @IsOptional()
  @IsIn(['text58'])
  format: string = 'text58';

  /** Language of the receipt. */
  @IsOptional()
  @IsIn(['id', 'en'])
  language: Language = 'id';
}
