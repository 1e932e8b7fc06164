import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { type MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { TARGET_KINDS, type TargetKind } from '../../../domain/attempts/attempt';
import { ATTEMPT_STATES, type AttemptState } from '../../../domain/attempts/attempt-state';

/** One try to get something paid through a gateway. */
export class PaymentAttemptDto {
  id: string;

  /** `INVOICE`, `TOP_UP`, `VOUCHER_ORDER` or `RESELLER_DEPOSIT`. */
  targetKind: string;

  /** Id of what is paid for. */
  targetId: string;

  /** Null: an anonymous sale. */
  customerId: string | null;

  siteId: string;
  gateway: string;

  /** The merchant account. */
  accountId: string;

  /** Our name for it at the gateway. */
  merchantOrderId: string;

  /** The gateway's name for it. */
  providerRef: string | null;

  /** What the payer is asked for, with his fee. */
  amount: MoneyDto;

  /** The part of it that he bears for the channel. */
  fee: MoneyDto;

  /** What the gateway says was paid, where it is another amount. */
  claimedAmount: MoneyDto | null;

  /**
   * `CREATING`, `PENDING`, `PAID`, `FAILED`, `EXPIRED`, `CANCELLED`, `UNKNOWN` (no answer in time: it is asked again),
   * `REVIEW` (another amount than asked for), `REFUNDED`, `CHARGEBACK`.
   */
  state: string;

  /** Why it is there. */
  reason: string | null;

  channel: string | null;
  vaNumber: string | null;
  qrString: string | null;
  payUrl: string | null;
  expiresAt: Date | null;

  /** When the gateway was last asked. */
  checkedAt: Date | null;

  /** When it is asked next; null: no more. */
  nextCheckAt: Date | null;

  settledAt: Date | null;
  createdAt: Date;
}

export class PaymentAttemptPageDto extends pageDto(PaymentAttemptDto) {}

/** Sorts: `createdAt` (default, newest first). */
export class PaymentAttemptListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  customerId?: string;

  @IsOptional()
  @IsIn(ATTEMPT_STATES)
  state?: AttemptState;

  /** Attempts at this merchant account only. */
  @IsOptional()
  @IsUUID()
  accountId?: string;

  @IsOptional()
  @IsIn(TARGET_KINDS)
  targetKind?: TargetKind;

  /** Attempts for this invoice, top-up or order only. */
  @IsOptional()
  @IsUUID()
  targetId?: string;

  /** Our name at the gateway, whole. */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  merchantOrderId?: string;
}
