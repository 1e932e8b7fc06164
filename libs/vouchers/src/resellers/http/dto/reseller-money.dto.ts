import { Type } from 'class-transformer';
import { IsIn, IsInt, IsUUID, Matches, Min, ValidateNested } from 'class-validator';
import { type CashAccount } from '@app/billing';
import { type Language } from '@app/core';
import { MoneyDto, pageDto } from '@app/platform';
import { Line, MayBeAbsent, Units, Whole } from '../../../http/dto/fields';

const CASH_ACCOUNT = /^CASH\.[A-Z0-9_]{1,40}$/;

/** A reseller's deposit with its terms. */
export class ResellerWalletDto {
  resellerId: string;

  /** Negative: he owes. */
  balance: MoneyDto;

  /** How far below zero the balance may fall. */
  limit: MoneyDto;

  /** Hundredths of a percent of every purchase that come back. */
  commissionBps: number;

  /** Send it back with an edit. */
  version: number;
}

export class SetResellerTermsDto {
  /** From the last read of the wallet. */
  @IsInt()
  @Min(1)
  version: number;

  /** Credit limit in whole booking units. @example "500000" */
  @Units()
  limit: string;

  /** `250` is 2.5 %. */
  @Whole(0, 10_000)
  commissionBps: number;
}

/** One change of the balance. */
export class ResellerMovementDto {
  id: string;

  /** `DEPOSIT`, `PURCHASE`, `REFUND`, `COMMISSION` or `COMMISSION_RETURN`. */
  kind: string;

  /** Deposit, batch or voucher. */
  refId: string;

  amount: MoneyDto;

  /** After it. */
  balance: MoneyDto;

  note: string;

  createdByName: string;

  createdAt: Date;
}

export class ResellerMovementPageDto extends pageDto(ResellerMovementDto) {}

export class RequestDepositDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  @IsIn(['CASH', 'TRANSFER'])
  method: 'CASH' | 'TRANSFER';

  /** Such as the number of the transfer. */
  @MayBeAbsent()
  @Line(0, 200)
  note?: string;
}

export class ApproveDepositDto {
  @MayBeAbsent()
  @Line(0, 200)
  note?: string;

  /** Where the money lies; default: the desk of the site, or the bank for a transfer. @example "CASH.OFFICE" */
  @MayBeAbsent()
  @Matches(CASH_ACCOUNT)
  cashAccount?: CashAccount;
}

export class RejectDepositDto {
  /** Why. */
  @Line(1, 200)
  note: string;
}

/** A deposit through a gateway. */
export class StartResellerTopUpDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /** Code of a channel; absent: the payer chooses on the gateway's page. */
  @MayBeAbsent()
  @Line(1, 60)
  channel?: string;

  /** One gateway account in particular. */
  @MayBeAbsent()
  @IsUUID()
  accountId?: string;
}

/** Money that a reseller wants to have. */
export class RequestWithdrawalDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  @IsIn(['CASH', 'TRANSFER'])
  method: 'CASH' | 'TRANSFER';

  /** Where to: bank and number of the account. */
  @Line(1, 200)
  note: string;
}

/** Money that a reseller paid in, or wants to have. */
export class ResellerDepositDto {
  id: string;

  /** `IN`: a deposit; `OUT`: a withdrawal. */
  direction: string;

  resellerId: string;

  amount: MoneyDto;

  /** `CASH`, `TRANSFER` or `GATEWAY`: nobody approves that, it counts when the gateway has the money. */
  method: string;

  note: string;

  /** `PENDING`, `APPROVED` or `REJECTED`. */
  state: string;

  requestedByName: string;

  createdAt: Date;

  decidedByName: string | null;

  decidedAt: Date | null;

  decisionNote: string;
}

/** A deposit through a gateway, and what its payer needs. */
export class StartedResellerTopUpDto extends ResellerDepositDto {
  attemptId: string;

  /** `PENDING`: it can be paid now. */
  attemptState: string;

  /** What is to be paid, with the payer's fee. */
  total: MoneyDto;

  vaNumber: string | null;

  qrString: string | null;

  payUrl: string | null;
}

export class ResellerDepositPageDto extends pageDto(ResellerDepositDto) {}

/** What a package costs a reseller. */
export class ResellerPriceDto {
  profileId: string;

  profileCode: string;

  profileName: string;

  /** What he pays. */
  cost: MoneyDto;

  /** What his customer should pay. */
  price: MoneyDto;
}

export class ResellerPriceListDto {
  items: ResellerPriceDto[];
}

export class SetResellerPriceDto {
  /** What he pays, in whole booking units. @example "3000" */
  @Units()
  cost: string;

  /** What his customer should pay; not less. @example "5000" */
  @Units()
  price: string;
}

export class BuyVouchersDto {
  /** A package of his price list. */
  @IsUUID()
  profileId: string;

  @Line(1, 80)
  name: string;

  @Whole(1, 50_000)
  quantity: number;
}

export class SellOnPhoneDto {
  /** The package; the oldest unsold voucher of it is sold. */
  @IsUUID()
  profileId: string;

  /** What the buyer pays; default: the price on the voucher. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** Telephone of the buyer; the link then opens his chat. @example "0812-3456-7890" */
  @MayBeAbsent()
  @Line(5, 30)
  buyerPhone?: string;

  /** Of the text; default `id`. */
  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: Language;
}

/** A sold voucher, to show or to send. */
export class SharedVoucherDto {
  code: string;

  /** The code itself where it has no password of its own. */
  password: string;

  sold: MoneyDto;

  /** The message. */
  text: string;

  /** Opens WhatsApp with the message. */
  waLink: string;
}
