import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { type CashAccount } from '@app/billing';
import { pageDto } from '@app/platform';
import {
  BANK_ACCOUNT_STATUSES,
  type BankAccountStatus,
  BANKS,
  EXTRA_DESTINATIONS,
  type ExtraDestination,
} from '../../../domain/bank/bank-account';

const NO_CONTROLS = /^[^\p{Cc}]*$/u;

/** What may change about a bank account of ours. */
class BankAccountTermsDto {
  /** Account of the ledger that the money lies on; default `CASH.BANK`. */
  @IsOptional()
  @IsString()
  @Matches(/^CASH\.[A-Z0-9._-]{1,60}$/)
  cashAccount?: CashAccount;

  /** Text of a static QRIS whose money arrives here; null: none. */
  @IsOptional()
  @IsString()
  @MaxLength(512)
  @Matches(NO_CONTROLS, { message: 'qrisPayload must not contain control characters' })
  qrisPayload?: string | null;

  /** Codes are 1 to this, until more than half of them are in use; default 999. */
  @IsOptional()
  @IsInt()
  @Min(9)
  @Max(99_999)
  codeMax?: number;

  /** Codes never exceed this; default 9999. */
  @IsOptional()
  @IsInt()
  @Min(9)
  @Max(99_999)
  codeLimit?: number;

  /** Days for which an amount stays reserved after its end, because banks book late; default 3. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(30)
  graceDays?: number;

  /** Where the code goes: `DEPOSIT` of the customer (default) or `INCOME`. */
  @IsOptional()
  @IsIn(EXTRA_DESTINATIONS)
  extraTo?: ExtraDestination;

  /** `PAUSED`: no new amounts; mutations still count. */
  @IsOptional()
  @IsIn(BANK_ACCOUNT_STATUSES)
  status?: BankAccountStatus;
}

/** A bank account that customers transfer to. */
export class CreateBankAccountDto extends BankAccountTermsDto {
  /** Absent: it is one of every site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** Decides how statements are read. */
  @IsIn(BANKS)
  bank: string;

  /** As the customer types it. */
  @IsString()
  @Matches(/^\d[\d -]{3,38}$/, { message: 'accountNumber must be digits, spaces and dashes' })
  accountNumber: string;

  @IsString()
  @Length(2, 80)
  @Matches(NO_CONTROLS, { message: 'holderName must not contain control characters' })
  holderName: string;
}

/** Changes of a bank account; what is left out stays. */
export class UpdateBankAccountDto extends BankAccountTermsDto {
  @IsOptional()
  @IsString()
  @Length(2, 80)
  @Matches(NO_CONTROLS, { message: 'holderName must not contain control characters' })
  holderName?: string;

  /** As it was read. */
  @IsInt()
  @Min(1)
  version: number;
}

/** A bank account that customers transfer to. */
export class BankAccountDto {
  id: string;
  /** null: of every site. */
  siteId: string | null;
  /** `BCA`, `MANDIRI`, `BRI`, `BNI` or `OTHER`. */
  bank: string;
  accountNumber: string;
  holderName: string;
  currency: string;
  cashAccount: string;
  qrisPayload: string | null;
  codeMax: number;
  codeLimit: number;
  graceDays: number;
  /** `DEPOSIT` or `INCOME`. */
  extraTo: string;
  /** `ACTIVE` or `PAUSED`. */
  status: string;
  version: number;
}

export class BankAccountPageDto extends pageDto(BankAccountDto) {}
