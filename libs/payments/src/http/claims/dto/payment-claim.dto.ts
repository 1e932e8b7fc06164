import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { type CashAccount } from '@app/billing';
import { MoneyDto, PageQueryDto, pageDto } from '@app/platform';
import { CLAIM_STATUSES, type ClaimStatus } from '../../../domain/claims/payment-claim';

const LINE = /^[^\p{Cc}]*$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the customer says about a transfer; the file is the body. */
export class SubmitClaimQueryDto {
  @IsUUID()
  customerId: string;

  /** What it is for. */
  @IsOptional()
  @IsUUID()
  invoiceId?: string;

  /** Digits in whole booking units of the customer's currency. */
  @Matches(/^\d{1,15}$/, { message: 'amount must be digits in whole booking units' })
  amount: string;

  /** The bank that he transferred from. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @Matches(LINE, { message: 'bank must not contain control characters' })
  bank?: string;

  @IsOptional()
  @IsString()
  @MaxLength(120)
  @Matches(LINE, { message: 'senderName must not contain control characters' })
  senderName?: string;

  /** Local day of the transfer. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY, { message: 'transferredOn must be a day' })
  transferredOn?: string;
}

/** Sorts: `submittedAt` (default, oldest first), `amount`. */
export class PaymentClaimQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(CLAIM_STATUSES)
  status?: ClaimStatus;

  @IsOptional()
  @IsUUID()
  customerId?: string;
}

/** What you saw in the bank's books; what is left out is as the customer says. */
export class ApproveClaimDto {
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** Local day on which it arrived. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY, { message: 'receivedOn must be a day' })
  receivedOn?: string;

  /** Account of the ledger that it lies on. */
  @IsOptional()
  @IsString()
  @Matches(/^CASH\.[A-Z0-9._-]{1,60}$/)
  cashAccount?: CashAccount;

  /** You looked at the earlier claim with the same file. */
  @IsOptional()
  @IsBoolean()
  duplicateConfirmed?: boolean;
}

export class RejectClaimDto {
  /** Told to the customer. */
  @IsString()
  @Length(3, 300)
  @Matches(LINE, { message: 'reason must not contain control characters' })
  reason: string;
}

/** Somebody says that he transferred money, with a file that shows it. */
export class PaymentClaimDto {
  id: string;
  siteId: string;
  customerId: string;
  invoiceId: string | null;
  attemptId: string | null;
  /** As the customer says. */
  amount: MoneyDto;
  bank: string;
  senderName: string;
  /** Local day. */
  transferredOn: string | null;
  /** `PAY_PAGE`, `STAFF` or `WHATSAPP`. */
  source: string;
  /** `SUBMITTED`, `DUPLICATE`, `APPROVED` or `REJECTED`. */
  status: string;
  /** Of the file as it is kept. */
  fileType: string;
  /** SHA-256 of the file as it was sent. */
  fileSha256: string;
  /** An earlier claim with the very same file. */
  duplicateOf: string | null;
  /** An earlier claim whose picture looks alike: a hint. */
  similarTo: string | null;
  /** The customer is not isolated before then. */
  holdUntil: Date | null;
  /** The payment that was recorded by the approval. */
  paymentId: string | null;
  reason: string;
  submittedBy: string;
  submittedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
}

export class PaymentClaimPageDto extends pageDto(PaymentClaimDto) {}
