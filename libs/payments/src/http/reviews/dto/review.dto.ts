import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, Length, Matches, ValidateNested } from 'class-validator';
import { MoneyDto, PageQueryDto, pageDto } from '@app/platform';
import { REVIEW_ACTIONS, REVIEW_SUBJECTS, type ReviewAction, type ReviewSubject } from '../../../domain/reviews/review';

/** Sorts: `since` (default, oldest first). */
export class ReviewListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(REVIEW_SUBJECTS)
  subject?: ReviewSubject;
}

/** Money that a gateway confirms, or may have, and nobody has booked. */
export class PaymentReviewDto {
  id: string;

  /**
   * `ATTEMPT`: another amount was paid than asked for, or (`reason` `UNANSWERED`) its gateway never said what became of it, and
   * money may be there; `EVENT`: a genuine notice about an order that is not ours.
   */
  subject: ReviewSubject;

  siteId: string | null;

  customerId: string | null;

  accountId: string;

  gateway: string;

  merchantOrderId: string | null;

  /** What we asked for. */
  asked: MoneyDto | null;

  /** What the gateway says was paid. */
  claimed: MoneyDto | null;

  reason: string | null;

  since: Date;
}

export class PaymentReviewPageDto extends pageDto(PaymentReviewDto) {}

/** What to do with the money. */
export class DecideReviewDto {
  /**
   * `SETTLE`: paid just as asked, only of what is `UNANSWERED`; `CREDIT`: to a customer's deposit; `INVOICE`: pays one;
   * `REFUND`: goes back; `DISMISS`: there is nothing to book.
   */
  @IsIn(REVIEW_ACTIONS)
  action: ReviewAction;

  /** Where no `claimed` amount is known (an `EVENT`, another currency): what the gateway shows. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** Whose money it is; default: the customer of the attempt. */
  @IsOptional()
  @IsUUID()
  customerId?: string;

  /** The invoice that `INVOICE` pays first. */
  @IsOptional()
  @IsUUID()
  invoiceId?: string;

  /** Number of the transfer by which a `REFUND` went back by hand; without it the gateway gives it back. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, { message: 'proofRef must not contain control characters' })
  proofRef?: string;

  /** Why, for the auditor. */
  @IsString()
  @Length(3, 500)
  reason: string;
}

/** What was decided. It never changes. */
export class ReviewDecisionDto {
  id: string;

  attemptId: string | null;

  eventId: string | null;

  action: ReviewAction;

  customerId: string | null;

  invoiceId: string | null;

  paymentId: string | null;

  refundId: string | null;

  amount: MoneyDto;

  reason: string;

  decidedBy: string;

  decidedAt: Date;
}
