import { Type } from 'class-transformer';
import { IsIn, IsUUID } from 'class-validator';
import { type Language } from '@app/core';
import { pageDto } from '@app/platform';
import { MOST_VOUCHERS } from '../../../domain/voucher-batch';
import { MayBeAbsent, Whole } from '../../../http/dto/fields';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  MOST_PRINTED,
  PRINT_FORMATS,
  type PrintFormat,
} from '../../domain/voucher-file';

/** Which vouchers of a batch, and in which language. */
class VoucherPartDto {
  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: Language;

  /** Number of the first voucher in its batch; default 1. */
  @MayBeAbsent()
  @Type(() => Number)
  @Whole(1, MOST_VOUCHERS)
  first?: number;

  /** How many; default: all that a file may hold. A print and a PDF hold at most 5000. */
  @MayBeAbsent()
  @Type(() => Number)
  @Whole(1, MOST_PRINTED)
  count?: number;
}

/** How a batch is printed. */
export class PrintVouchersQueryDto extends VoucherPartDto {
  /** Id of a template. */
  @IsUUID()
  template: string;

  /** `html` and `pdf`: sheets; `text58`: plain text; `escpos`: bytes for a thermal printer. */
  @MayBeAbsent()
  @IsIn(PRINT_FORMATS)
  format?: PrintFormat;
}

/** How a batch is listed. */
export class ExportVouchersQueryDto extends VoucherPartDto {
  /** Default `csv`. */
  @MayBeAbsent()
  @IsIn(EXPORT_FORMATS)
  format?: ExportFormat;
}

/** A file that a worker makes: fetch it when its job is done. */
export class VoucherFileStartedDto {
  fileId: string;

  jobId: string;
}

/** A print or an export. */
export class VoucherFileDto {
  id: string;

  batchId: string;

  /** `PRINT` or `EXPORT`. */
  kind: string;

  /** `html`, `pdf`, `text58`, `escpos`, `csv`, `xlsx`. */
  format: string;

  templateId: string | null;

  firstNumber: number;

  lastNumber: number;

  requestedByName: string;

  createdAt: Date;

  /** Null: it is being made. */
  finishedAt: Date | null;
}

export class VoucherFilePageDto extends pageDto(VoucherFileDto) {}
