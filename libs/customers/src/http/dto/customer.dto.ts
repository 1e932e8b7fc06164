import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsUUID, Matches, Min, ValidateIf } from 'class-validator';
import { EmailAddress, pageDto, PageQueryDto } from '@app/platform';
import { CUSTOMER_STATUSES, type CustomerStatus } from '../../entities/customer.entity';
import { MayBeAbsent } from './may-be-absent';
import { PlainText } from './plain-text';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const isSent = (_: object, value: unknown): boolean => value !== undefined && value !== null;

/** Somebody who may hold subscriptions. */
export class CustomerDto {
  id: string;

  siteId: string;

  /** Area of the site that a collector goes round. */
  areaId: string | null;

  /** Reseller of the site who looks after the customer. */
  resellerId: string | null;

  /** @example "P000123" */
  code: string;

  /** @example "Budi Santoso" */
  name: string;

  /**
   * E.164; masked for whoever lacks `customer:read-personal`.
   * @example "+6281234567890"
   */
  phone: string | null;

  /**
   * Masked for whoever lacks `customer:read-personal`.
   * @example "budi@contoh.net"
   */
  email: string | null;

  address: string;

  /**
   * IANA zone in which periods and due dates are counted.
   * @example "Asia/Jakarta"
   */
  timeZone: string;

  /** `ACTIVE` or `ARCHIVED`. */
  status: string;

  /** When name, address and contacts were removed, for good. */
  @ApiProperty({ type: Date, nullable: true })
  anonymizedAt: Date | null;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class CustomerPageDto extends pageDto(CustomerDto) {}

export class CustomerListQueryDto extends PageQueryDto {
  /** Part of the name, the code or the phone number (`0812…` finds `+62812…`). */
  @MayBeAbsent()
  @PlainText(1, 100)
  q?: string;

  /** Only customers of this site. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** Only customers of this area. */
  @MayBeAbsent()
  @IsUUID()
  areaId?: string;

  /** Only customers of this reseller. */
  @MayBeAbsent()
  @IsUUID()
  resellerId?: string;

  @MayBeAbsent()
  @IsIn(CUSTOMER_STATUSES)
  status?: CustomerStatus;
}

export class CreateCustomerDto {
  /** A site in your scope. */
  @IsUUID()
  siteId: string;

  @PlainText(1, 120)
  name: string;

  /**
   * As people write it; kept in E.164. Numbers without a country are Indonesian.
   * @example "0812-3456-7890"
   */
  @ValidateIf((customer: CreateCustomerDto) => isSent(customer, customer.phone))
  @PlainText(1, 40)
  phone?: string | null;

  @ValidateIf((customer: CreateCustomerDto) => isSent(customer, customer.email))
  @EmailAddress()
  email?: string | null;

  @MayBeAbsent()
  @PlainText(0, 500)
  address?: string;

  /** IANA zone; default: the site's. */
  @MayBeAbsent()
  @PlainText(1, 60)
  timeZone?: string;

  /** An area of the site; who works in one area only need not say which. */
  @ValidateIf((customer: CreateCustomerDto) => isSent(customer, customer.areaId))
  @IsUUID()
  areaId?: string | null;

  /** A reseller of the site; what a reseller creates is always his own. */
  @ValidateIf((customer: CreateCustomerDto) => isSent(customer, customer.resellerId))
  @IsUUID()
  resellerId?: string | null;

  /** Unique in the installation; default: the next free `P000123`. */
  @MayBeAbsent()
  @Matches(CODE, { message: 'code must be 1 to 32 letters, digits, dots, dashes or underscores' })
  code?: string;
}

export class UpdateCustomerDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @PlainText(1, 120)
  name?: string;

  /** null removes it. */
  @ValidateIf((customer: UpdateCustomerDto) => isSent(customer, customer.phone))
  @PlainText(1, 40)
  phone?: string | null;

  /** null removes it. */
  @ValidateIf((customer: UpdateCustomerDto) => isSent(customer, customer.email))
  @EmailAddress()
  email?: string | null;

  @MayBeAbsent()
  @PlainText(0, 500)
  address?: string;

  /** IANA zone. Counts from the next period on. */
  @MayBeAbsent()
  @PlainText(1, 60)
  timeZone?: string;

  /** An area of the customer's site; null for none. */
  @ValidateIf((customer: UpdateCustomerDto) => isSent(customer, customer.areaId))
  @IsUUID()
  areaId?: string | null;

  /** A reseller of the customer's site; null for none. */
  @ValidateIf((customer: UpdateCustomerDto) => isSent(customer, customer.resellerId))
  @IsUUID()
  resellerId?: string | null;
}

export class ArchiveCustomerDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;
}
