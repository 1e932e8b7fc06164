import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
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
import { AccountPoliciesDto } from '../../catalogue/dto/account-policies.dto';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const CASH_ACCOUNT = /^CASH\.[A-Z0-9_]{1,40}$/;

/** How a customer is billed and pays. */
export class CustomerBillingDto {
  customerId: string;

  currency: string;

  timeZone: string;

  /** Invoices are paid from the deposit when they are issued. */
  autoPay: boolean;

  taxExempt: boolean;

  /** Corporate: keeps PPh 23 back. */
  withholdsTax: boolean;

  /** What counts for this customer instead of the policies of the site. */
  policies: AccountPoliciesDto;

  version: number;
}

/** Counts for invoices that are issued from now on. */
export class UpdateCustomerBillingDto {
  @IsInt()
  version: number;

  @MayBeAbsent()
  @IsBoolean()
  autoPay?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  taxExempt?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  withholdsTax?: boolean;

  /** Replaced as a whole. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => AccountPoliciesDto)
  policies?: AccountPoliciesDto;
}

/** A span of local days, both included. */
export class StatementQueryDto extends PageQueryDto {
  @LocalDay()
  from: LocalDate;

  @LocalDay()
  to: LocalDate;
}

export class StatementLineDto {
  id: string;

  /** Accounting day. */
  postedOn: string;

  /** Value date. */
  occurredAt: Date;

  /** What it is about: `INVOICE`, `PAYMENT`, `CREDIT_NOTE`, `PAYMENT_REVERSAL`, `WRITE_OFF`, `GOODWILL` and others. */
  refType: string;

  refId: string;

  /** Of the invoice or credit note. */
  number: string | null;

  /** Positive: owes more. */
  amount: MoneyDto;

  /** After this line. */
  balance: MoneyDto;
}

/** Statement of account, oldest first. A negative balance is what we keep for the customer. */
export class CustomerStatementDto extends pageDto(StatementLineDto) {
  customerId: string;

  from: string;

  to: string;

  /** Before the first day. */
  opening: MoneyDto;

  /** After the last day. */
  closing: MoneyDto;
}

/** Deposit is the customer's money; credit is what we owe him in services. */
export class WalletDto {
  customerId: string;

  deposit: MoneyDto;

  credit: MoneyDto;

  autoPay: boolean;
}

export class WalletMovementQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsIn(['DEPOSIT', 'CREDIT'])
  wallet?: 'DEPOSIT' | 'CREDIT';
}

/** One change of one wallet. It never changes. */
export class WalletMovementDto {
  id: string;

  /** `DEPOSIT` or `CREDIT`. */
  wallet: string;

  /** `PAYMENT`, `INVOICE`, `CREDIT_NOTE`, `REFUND`, `RETURN`, `REVERSAL`, `GOODWILL`, `DAILY` … */
  kind: string;

  /** Positive: came in. */
  amount: MoneyDto;

  balance: MoneyDto;

  refType: string;

  refId: string;

  note: string;

  happenedAt: Date;
}

export class WalletMovementPageDto extends pageDto(WalletMovementDto) {}

/** Goodwill: credit for services, given for nothing. */
export class GiveCreditDto {
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  @IsString()
  @Length(3, 500)
  reason: string;
}

export class CommissionRateDto {
  /** Invoices issued on this day or later. */
  validFrom: string;

  /** Hundredths of a percent of the net: `1000` is 10 %. */
  rateBp: number;
}

export class CommissionRateListDto {
  items: CommissionRateDto[];
}

export class AddCommissionRateDto {
  /** Invoices issued on this day or later. */
  @LocalDay()
  validFrom: LocalDate;

  /** Hundredths of a percent of the net: `1000` is 10 %. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  rateBp: number;
}

/** Local days of the reseller's site, both included. */
export class CommissionSpanQueryDto extends PageQueryDto {
  @IsUUID()
  resellerId: string;

  @LocalDay()
  from: LocalDate;

  @LocalDay()
  to: LocalDate;
}

export class CommissionSumsDto {
  /** Owed before the first day. */
  opening: MoneyDto;

  accrued: MoneyDto;

  /** Taken back with payments; zero or negative. */
  reversed: MoneyDto;

  paidOut: MoneyDto;

  /** Owed after the last day. */
  closing: MoneyDto;
}

export class CommissionStatementDto {
  resellerId: string;

  resellerName: string;

  from: string;

  to: string;

  /** By currency. */
  sums: CommissionSumsDto[];
}

export class CommissionAccrualDto {
  id: string;

  invoiceId: string;

  invoiceNumber: string;

  customerId: string;

  /** What brought it: `PAYMENT`, `INVOICE` (deposit paid it), `WITHHOLDING` or `PAYMENT_REVERSAL`. */
  refType: string;

  refId: string;

  rateBp: number;

  /** What was received, or taken back. */
  paid: MoneyDto;

  /** Commission on it. */
  amount: MoneyDto;

  accruedAt: Date;
}

export class CommissionAccrualPageDto extends pageDto(CommissionAccrualDto) {}

export class CommissionPayoutQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  resellerId?: string;
}

/** Never more than is owed. */
export class PayCommissionDto {
  @IsUUID()
  resellerId: string;

  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /**
   * Where the money comes from.
   * @example "CASH.BANK"
   */
  @IsString()
  @Matches(CASH_ACCOUNT)
  cashAccount: string;

  @MayBeAbsent()
  @IsString()
  @Length(0, 500)
  note?: string;
}

export class CommissionPayoutDto {
  id: string;

  resellerId: string;

  amount: MoneyDto;

  cashAccount: string;

  note: string;

  paidAt: Date;

  createdBy: string;
}

export class CommissionPayoutPageDto extends pageDto(CommissionPayoutDto) {}

export class TrialBalanceQueryDto {
  /** @example "2026-11" */
  @IsString()
  @Matches(MONTH)
  month: string;
}

/** One account over the month; debit positive, credit negative. */
export class TrialBalanceRowDto {
  account: string;

  opening: MoneyDto;

  debit: MoneyDto;

  credit: MoneyDto;

  closing: MoneyDto;
}

export class TrialBalanceDto {
  /** First day of the month. */
  month: string;

  /** `OPEN` or `CLOSED`. */
  state: string;

  accounts: TrialBalanceRowDto[];
}

export class AccountingPeriodDto {
  /** First day of the month. */
  month: string;

  /** `OPEN` or `CLOSED`. */
  state: string;

  closedAt: Date | null;

  closedBy: string | null;
}

export class AccountingPeriodListDto {
  items: AccountingPeriodDto[];
}

/** Opening a closed month again needs a second person. */
export class ReopenPeriodDto {
  @IsString()
  @Length(3, 500)
  reason: string;
}

/** An account that money comes into. */
export class AddCashAccountDto {
  /** @example "CASH.BCA" */
  @IsString()
  @Matches(CASH_ACCOUNT)
  code: string;

  @IsString()
  @Length(1, 100)
  name: string;
}
