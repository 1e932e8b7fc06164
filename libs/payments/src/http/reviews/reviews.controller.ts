import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { type Review, type ReviewDecision } from '../../domain/reviews/review';
import { ControlPermissions } from '../../payments-control.permissions';
import { Reviews } from '../../services/reviews/reviews.service';
import {
  DecideReviewDto,
  PaymentReviewDto,
  PaymentReviewPageDto,
  ReviewDecisionDto,
  ReviewListQueryDto,
} from './dto/review.dto';

/** Money that waits for a person. */
@ApiTags('payments')
@ApiBearerAuth()
@Controller({ path: 'payment-reviews', version: '1' })
export class ReviewsController {
  constructor(private readonly reviews: Reviews) {}

  /** Money in review, oldest first. */
  @Get()
  @RequirePermission(ControlPermissions['payment:review'])
  async listPaymentReviews(@Query() query: ReviewListQueryDto): Promise<PaymentReviewPageDto> {
    return presentPage(await this.reviews.list(query), presentReview);
  }

  /** Decide, once and for good; above the four-eyes limit a second person agrees first. */
  @Post(':id/decide')
  @HttpCode(HttpStatus.OK)
  @Idempotent()
  @RequirePermission(ControlPermissions['payment:review'])
  async decidePaymentReview(
    @Param('id', ParseUUIDPipe) reviewId: string,
    @Body() { amount, ...body }: DecideReviewDto,
  ): Promise<ReviewDecisionDto> {
    const money = amount === undefined ? {} : { amount: MoneyDto.toMoney(amount) };
    return presentDecision(await this.reviews.decide({ reviewId, ...body, ...money }));
  }
}

function presentReview({ asked, claimed, currency, ...review }: Review): PaymentReviewDto {
  const money = (amount: bigint | null): MoneyDto | null => (amount === null ? null : MoneyDto.from(amount, currency));
  return { ...review, asked: money(asked), claimed: money(claimed) };
}

function presentDecision(decision: ReviewDecision): ReviewDecisionDto {
  const { id, attemptId, eventId, action, customerId, invoiceId, paymentId, refundId, reason, decidedAt } = decision;
  return {
    ...{ id, attemptId, eventId, action, customerId, invoiceId, paymentId, refundId, reason, decidedAt },
    amount: MoneyDto.from(decision.amount, decision.currency),
    decidedBy: decision.decidedByName,
  };
}
