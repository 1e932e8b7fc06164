import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { type MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../repositories/invoice.repository';
import { MayBeAbsent } from './may-be-absent';

/** Name and address on the day of issue. */
export class InvoiceCustomerDto {
  code: string;
  name: string;
  address: string;
  phone: string | null;
  email: string | null;
}

/** A finalised invoice. Only its state and what is settled ever change. */
export class InvoiceDto {
  id: string;

  siteId: string;

  customerId: string;

  /** @example "INV/JKT/2026/11/000042" */
  number: string;

  /** `OPEN`, `PAID`, `VOID` or `UNCOLLECTIBLE`. */
  status: string;

  net: MoneyDto;

  tax: MoneyDto;

  total: MoneyDto;

  paid: MoneyDto;

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

  customer: InvoiceCustomerDto;

  createdAt: Date;

  closedAt: Date | null;
}

export class InvoicePageDto extends pageDto(InvoiceDto) {}

export class InvoiceLineDto {
  lineNo: number;

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

  taxCode: string;

  taxInclusive: boolean;
}

export class InvoiceDetailDto extends InvoiceDto {
  lines: InvoiceLineDto[];
}

/** Sorts: `createdAt` (default, newest first), `dueOn`, `number`. */
export class InvoiceListQueryDto extends PageQueryDto {
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
