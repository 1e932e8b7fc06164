import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsUUID, Length, Matches } from 'class-validator';
import { type LocalDate } from '@app/core';
import { type MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../repositories/invoice.repository';
import { LocalDay } from './local-day';
import { MayBeAbsent } from './may-be-absent';

/** Name and address on the day of issue. */
export class InvoiceCustomerDto {
  code: string;
  name: string;
  address: string;
  phone: string | null;
  email: string | null;
}

/** What the tax office knows an invoice by. */
export class TaxDocumentDto {
  /** Nomor seri Faktur Pajak. */
  fakturNumber: string;

  coretaxReference?: string;
}

/** An invoice. Once it is no draft, only its state and what is settled ever change. */
export class InvoiceDto {
  id: string;

  siteId: string;

  customerId: string;

  /**
   * Empty for a draft.
   * @example "INV/JKT/2026/11/000042"
   */
  number: string;

  /** `DRAFT`, `OPEN`, `PAID`, `VOID` or `UNCOLLECTIBLE`. */
  status: string;

  net: MoneyDto;

  tax: MoneyDto;

  total: MoneyDto;

  /** Before tax; the lines contain it already. */
  discount: MoneyDto;

  /** With what was withheld. */
  paid: MoneyDto;

  /** PPh 23 that the payer kept back. */
  withheld: MoneyDto;

  /** What credit notes took off. */
  credited: MoneyDto;

  /** `total − paid − credited`. */
  remaining: MoneyDto;

  /** Local day of the customer. */
  issuedOn: string;

  /** Last local day to pay in time. */
  dueOn: string;

  /** A payment before this instant is in time. */
  overdueAt: Date;

  /** Unpaid from this instant on, it costs access. */
  isolirAt: Date;

  /** Open and beyond its due day. */
  overdue: boolean;

  /** Days after the due day: of the last payment, or until today. */
  daysLate: number;

  /** The void invoice that it stands for. */
  replacesInvoiceId: string | null;

  voidReason: string | null;

  taxDocument: TaxDocumentDto | null;

  /** Reported to the tax office: only credit notes correct it. */
  taxLocked: boolean;

  version: number;

  customer: InvoiceCustomerDto;

  createdAt: Date;

  closedAt: Date | null;
}

export class InvoicePageDto extends pageDto(InvoiceDto) {}

export class InvoiceLineDto {
  id: string;

  lineNo: number;

  /** `RECURRING`, `SETUP`, `ADD_ON`, `ONE_OFF`, `CHANGE`, `DAILY`, `LATE_FEE`, `ROUNDING` or `OPENING_BALANCE`. */
  kind: string;

  subscriptionId: string | null;

  /** `RECURRING`, and other kinds of charges later. */
  chargeCode: string;

  /** First day. */
  periodStart: string | null;

  /** The day after the last one. */
  periodEnd: string | null;

  description: string;

  quantity: number;

  /** Of a full period. */
  unitPrice: MoneyDto;

  net: MoneyDto;

  tax: MoneyDto;

  /** Contained in `net`. */
  discount: MoneyDto;

  /** What credit notes may still take back. */
  creditableNet: MoneyDto;

  creditableTax: MoneyDto;

  taxCode: string;

  taxInclusive: boolean;
}

export class InvoiceDetailDto extends InvoiceDto {
  lines: InvoiceLineDto[];
}

/** Sorts: `createdAt` (default, newest first), `dueOn`, `number`. */
export class InvoiceListQueryDto extends PageQueryDto {
  /** Part of the number, or of the customer's name or code as printed. */
  @MayBeAbsent()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u)
  q?: string;

  /** Issued on this day or later. */
  @MayBeAbsent()
  @LocalDay()
  issuedFrom?: LocalDate;

  /** Issued on this day or before. */
  @MayBeAbsent()
  @LocalDay()
  issuedTo?: LocalDate;

  @MayBeAbsent()
  @IsIn(INVOICE_STATUSES)
  status?: InvoiceStatus;

  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** `true`: only open ones beyond their due day; `false`: all others. */
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  overdue?: boolean;
}
