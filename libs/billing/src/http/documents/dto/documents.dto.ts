import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { type LocalDate } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { type RevenueAccount } from '../../../domain/ledger-accounts';
import { InvoiceLineDto } from '../../dto/invoice.dto';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';

const REVENUE: RevenueAccount[] = [
  ...(['REVENUE.INTERNET', 'REVENUE.HOTSPOT', 'REVENUE.STATIC', 'REVENUE.SETUP', 'REVENUE.OTHER'] as const),
];
const TEXT = { message: '$property must not contain control characters' };
const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** Why, for the customer and the auditor. */
export class ReasonDto {
  @IsString()
  @Length(3, 500)
  reason: string;
}

export class CreditLineDto {
  /** See the lines of the invoice. */
  @IsUUID()
  invoiceLineId: string;

  /** Taken off the net. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  net: MoneyDto;

  /** Taken off the tax. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  tax: MoneyDto;

  /** First day that is given back; left out: a correction of the amount. */
  @MayBeAbsent()
  @LocalDay()
  periodStart?: LocalDate;

  /** The day after the last one. */
  @MayBeAbsent()
  @LocalDay()
  periodEnd?: LocalDate;

  /** Default: the text of the line. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}]*$/u, TEXT)
  description?: string;
}

/** Takes something of an issued invoice back. What is still to pay shrinks first; the paid share becomes credit balance. */
export class CreateCreditNoteDto {
  @IsUUID()
  invoiceId: string;

  /** Your name for the cause: a second note for it is the first one. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  sourceKey?: string;

  @IsString()
  @Length(3, 500)
  reason: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => CreditLineDto)
  lines: CreditLineDto[];
}

/** It never changes. */
export class CreditNoteDto {
  id: string;

  siteId: string;

  customerId: string;

  invoiceId: string;

  invoiceNumber: string;

  /** @example "CN/JKT/2026/11/000007" */
  number: string;

  reason: string;

  net: MoneyDto;

  tax: MoneyDto;

  total: MoneyDto;

  /** Took so much off what was still to pay. */
  offset: MoneyDto;

  /** Went to the credit balance. */
  toCreditBalance: MoneyDto;

  issuedOn: string;

  createdBy: string;

  createdAt: Date;
}

export class CreditNotePageDto extends pageDto(CreditNoteDto) {}

export class CreditNoteLineDto {
  lineNo: number;

  invoiceLineId: string;

  periodStart: string | null;

  periodEnd: string | null;

  description: string;

  net: MoneyDto;

  tax: MoneyDto;
}

export class CreditNoteDetailDto extends CreditNoteDto {
  lines: CreditNoteLineDto[];
}

/** Sorts: `createdAt` (default, newest first), `number`. */
export class CreditNoteQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsUUID()
  invoiceId?: string;
}

export class InvoiceLineListDto {
  items: InvoiceLineDto[];
}

export class DraftLineDto {
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}]*$/u, TEXT)
  description: string;

  @IsInt()
  @Min(1)
  @Max(10_000)
  quantity: number;

  /** Of one piece; with tax when the tax code is inclusive. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  unitPrice: MoneyDto;

  @IsString()
  @Length(1, 20)
  taxCode: string;

  /** Default: `REVENUE.OTHER`. */
  @MayBeAbsent()
  @IsIn(REVENUE)
  revenueAccount?: RevenueAccount;
}

/** An invoice that is being written. It has no number, and owes nothing until it is finalised. */
export class CreateDraftDto {
  @IsUUID()
  customerId: string;

  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => DraftLineDto)
  lines: DraftLineDto[];
}

/** Replaces the lines of a draft. */
export class UpdateDraftDto {
  @IsInt()
  version: number;

  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => DraftLineDto)
  lines: DraftLineDto[];
}

/** What the tax office knows an invoice by. */
export class PutTaxDocumentDto {
  /** Nomor seri Faktur Pajak. */
  @IsString()
  @Length(1, 50)
  fakturNumber: string;

  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  coretaxReference?: string;

  /** `true`: it was reported. From then on only a credit note corrects the invoice. */
  @IsBoolean()
  reported: boolean;
}

/** PPh 23 that a corporate payer kept back: it settles the invoice like money. */
export class RecordWithholdingDto {
  /** At most 2 % of the net. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /** Number of the bukti potong. */
  @IsString()
  @Length(1, 60)
  certificate: string;

  /**
   * Date of the certificate, as an instant with offset.
   * @example "2026-11-22T00:00:00+07:00"
   */
  @IsISO8601({ strict: true })
  @Matches(WITH_OFFSET, { message: 'receivedAt must carry its offset, such as Z or +07:00' })
  receivedAt: string;
}

export class WithholdingDto {
  id: string;

  invoiceId: string;

  certificate: string;

  amount: MoneyDto;

  receivedAt: Date;

  createdBy: string;
}

export class WithholdingListDto {
  items: WithholdingDto[];
}
