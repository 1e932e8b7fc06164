import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID, Matches } from 'class-validator';
import { type Language } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { VOUCHER_ORDER_STATES, type VoucherOrderState } from '../../domain/voucher-order';
import { MayBeAbsent } from './fields';

/** Which orders; sort: createdAt. */
export class ShopOrderListQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsUUID()
  profileId?: string;

  @MayBeAbsent()
  @IsIn(VOUCHER_ORDER_STATES)
  state?: VoucherOrderState;

  /** Beginning of the buyer's telephone number, or the whole code. */
  @MayBeAbsent()
  @Matches(/^[A-Za-z0-9+_.@-]{2,64}$/)
  q?: string;
}

/** An order of the shop. */
export class ShopOrderDto {
  id: string;

  siteId: string;

  siteName: string;

  profileId: string;

  profileName: string;

  /** `OPEN`, `DELIVERED`, or `EXPIRED`: nobody paid in time. */
  state: string;

  buyerName: string;

  buyerPhone: string;

  language: string;

  price: MoneyDto;

  /** What of its payment went back: `POST /payments/{paymentId}/refund` gives it back and ends an unused voucher. */
  returned: MoneyDto;

  /** Null until it is paid. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  paymentId: string | null;

  /** Null until it is paid. */
  @ApiProperty({ type: String, nullable: true })
  code: string | null;

  /** `SOLD`, `ACTIVE`, `USED`, `EXPIRED`, `VOID`; null until it is paid. */
  @ApiProperty({ type: String, nullable: true })
  voucherState: string | null;

  createdAt: Date;

  /** Until then it can be paid. */
  expiresAt: Date;

  paidAt: Date | null;
}

export class ShopOrderPageDto extends pageDto(ShopOrderDto) {}

/** How the code is sent again. */
export class ShareShopOrderDto {
  /** Default: the buyer's. */
  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: Language;
}

/** The code, and how it is sent. */
export class SharedShopOrderDto {
  code: string;

  /** The message. */
  text: string;

  /** Opens WhatsApp with the message, addressed to the buyer. */
  whatsAppUrl: string;
}
