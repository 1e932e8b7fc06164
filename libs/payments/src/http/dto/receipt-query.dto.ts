import { IsIn, IsOptional } from 'class-validator';
import { type Language } from '@app/core';
import { RECEIPT_FORMATS, type ReceiptFormat } from '../../services/receipts/receipts.service';

/** How a receipt is wanted. */
export class ReceiptQueryDto {
  /**
   * `text58`, `text80`: plain text of 32 or 48 columns; `escpos`, `escpos80`: bytes for a thermal printer with a QR code;
   * `pdf`: one page.
   */
  @IsOptional()
  @IsIn(RECEIPT_FORMATS)
  format: ReceiptFormat = 'text58';

  /** Language of the receipt. */
  @IsOptional()
  @IsIn(['id', 'en'])
  language: Language = 'id';
}
