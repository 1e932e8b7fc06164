import { IsIn, IsUUID, Matches } from 'class-validator';
import { type Language } from '@app/core';
import { MoneyDto } from '@app/platform';
import { Line, MayBeAbsent } from './fields';

/** Somebody wants to buy a voucher. */
export class CreateVoucherOrderDto {
  /** @example "KDR" */
  @Matches(/^[A-Za-z0-9-]{1,20}$/)
  siteCode: string;

  /** A package that the shop of the site sells. */
  @IsUUID()
  profileId: string;

  /** The code is sent there. @example "081234567890" */
  @Matches(/^\+?\d{8,15}$/, { message: 'phone must be 8–15 digits' })
  phone: string;

  @MayBeAbsent()
  @Line(1, 80)
  name?: string;

  /** Default `id`. */
  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: Language;
}

/** An order. It is paid on its page; the code comes with the payment. */
export class VoucherOrderDto {
  /** `OPEN`, `DELIVERED`, or `EXPIRED`: nobody paid in time. */
  state: string;

  siteName: string;
  profileName: string;
  price: MoneyDto;

  /** User name and password; null until it is paid. */
  code: string | null;

  /** The voucher was ended, such as after a refund: its code lets nobody in any more. */
  voided: boolean;

  createdAt: Date;

  /** Until then it can be paid. */
  expiresAt: Date;
}

/** A new order, with the only key to it. */
export class NewVoucherOrderDto extends VoucherOrderDto {
  /** Asks for the state, and opens the page; it is not shown again. */
  token: string;

  /** Path of the page where the order is paid and the code is shown. */
  page: string;
}
