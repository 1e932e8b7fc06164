import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, Length, Matches, ValidateNested } from 'class-validator';
import { MoneyDto, PageQueryDto, pageDto } from '@app/platform';
import { REFUND_STATES, REFUND_WAYS, type RefundState, type RefundWay } from '../../../domain/refunds/refund-state';

const CASH_ACCOUNT = /^CASH\.[A-Z0-9._-]{1,60}$/;

/** Money that shall go back. */
export class RequestRefundDto {
  /** Default: all that can be refunded. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** `GATEWAY`: back the way it came; `MANUAL`: given back by hand, with a proof; `CREDIT`: to the customer's deposit. */
  @IsIn(REFUND_WAYS)
  way: RefundWay;

  /** Why, for the auditor. */
  @IsString()
  @Length(3, 500)
  reason: string;

  /** Number of the transfer or receipt; `MANUAL` needs it. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, { message: 'proofRef must not contain control characters' })
  proofRef?: string;

  /**
   * Account of the books that the money of a `MANUAL` refund came from; default `CASH.OFFICE`.
   * @example "CASH.BANK"
   */
  @IsOptional()
  @Matches(CASH_ACCOUNT, { message: 'cashAccount must be a cash account, such as CASH.BANK' })
  cashAccount?: `CASH.${string}`;
}

/** Why. */
export class RefundReasonDto {
  @IsString()
  @Length(3, 300)
  reason: string;
}

/** What a person found out at the gateway. */
export class ResolveRefundDto {
  /** `DONE`: the money went back; `FAILED`: it surely did not. */
  @IsIn(['DONE', 'FAILED'])
  outcome: 'DONE' | 'FAILED';

  /** The gateway's number of the refund, or why it failed. */
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, { message: 'proofRef must not contain control characters' })
  proofRef: string;
}

/** Sorts: `requestedAt` (default, newest first). */
export class RefundListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  paymentId?: string;

  @IsOptional()
  @IsUUID()
  customerId?: string;

  @IsOptional()
  @IsIn(REFUND_STATES)
  state?: RefundState;
}

/** Money of a payment that goes back. */
export class RefundDto {
  id: string;

  paymentId: string;

  customerId: string | null;

  /** `GATEWAY`, `MANUAL` or `CREDIT`. */
  way: RefundWay;

  /** `REFUND`, or `CHARGEBACK` when a bank or the gateway took it. */
  kind: string;

  /** `REQUESTED` waits for a second person; `SENT` and `UNKNOWN` wait for the gateway; `DONE` and `FAILED` are the end. */
  state: RefundState;

  amount: MoneyDto;

  reason: string;

  /** Account of the books that the money leaves. */
  cashAccount: string;

  /** Number of the transfer or receipt. */
  proofRef: string | null;

  /** The gateway's name for it. */
  gatewayRef: string | null;

  /** The payment that put a refund to credit into the deposit. */
  creditPaymentId: string | null;

  /** Why it failed, or why its outcome is not known. */
  problem: string | null;

  /** Name of who asked for it. */
  requestedBy: string;

  requestedAt: Date;

  /** Name of who agreed; null: it needed nobody, or waits. */
  approvedBy: string | null;

  approvedAt: Date | null;

  sentAt: Date | null;

  finishedAt: Date | null;
}

export class RefundPageDto extends pageDto(RefundDto) {}
