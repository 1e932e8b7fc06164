import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { ControlPermissions } from '../../payments-control.permissions';
import { Refunds } from '../../services/refunds/refunds.service';
import { VoidPayment } from '../../services/refunds/void-payment.service';
import { PaymentReversalDto } from '../dto/payment-reversal.dto';
import { presentReversal } from '../payment.presenter';
import {
  RefundDto,
  RefundListQueryDto,
  RefundPageDto,
  RefundReasonDto,
  RequestRefundDto,
  ResolveRefundDto,
} from './dto/refund.dto';
import { presentRefund } from './refund.presenter';

/** Money that goes back. */
@ApiTags('payments')
@ApiBearerAuth()
@Controller({ version: '1' })
export class RefundsController {
  constructor(
    private readonly refunds: Refunds,
    private readonly voiding: VoidPayment,
  ) {}

  /**
   * Give money of a payment back. Up to the four-eyes limit it is carried out (through the gateway in the background), above
   * it the refund waits for somebody else to approve it. What is being refunded cannot be refunded twice.
   */
  @Post('payments/:id/refund')
  @Idempotent()
  @RequirePermission(ControlPermissions['refund:request'])
  async requestRefund(
    @Param('id', ParseUUIDPipe) paymentId: string,
    @Body() { amount, ...body }: RequestRefundDto,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<RefundDto> {
    const part = amount === undefined ? {} : { amount: MoneyDto.toMoney(amount) };
    const key = idempotencyKey === undefined ? {} : { idempotencyKey };
    return presentRefund(await this.refunds.request({ paymentId, ...body, ...part, ...key }));
  }

  /** Take back a cash or transfer payment that was a mistake, before its cash is counted. */
  @Post('payments/:id/void')
  @Idempotent()
  @RequirePermission(ControlPermissions['payment:void'])
  async voidPayment(
    @Param('id', ParseUUIDPipe) paymentId: string,
    @Body() { reason }: RefundReasonDto,
  ): Promise<PaymentReversalDto> {
    return presentReversal(await this.voiding.void(paymentId, reason));
  }

  /** Refunds, newest first. */
  @Get('refunds')
  @RequirePermission(ControlPermissions['refund:read'])
  async listRefunds(@Query() query: RefundListQueryDto): Promise<RefundPageDto> {
    return presentPage(await this.refunds.list(query), presentRefund);
  }

  /** One refund. */
  @Get('refunds/:id')
  @RequirePermission(ControlPermissions['refund:read'])
  async getRefund(@Param('id', ParseUUIDPipe) id: string): Promise<RefundDto> {
    return presentRefund(await this.refunds.get(id));
  }

  /** Agree to a refund that somebody else asked for. */
  @Post('refunds/:id/approve')
  @HttpCode(HttpStatus.OK)
  @Idempotent()
  @RequirePermission(ControlPermissions['refund:approve'])
  async approveRefund(@Param('id', ParseUUIDPipe) id: string): Promise<RefundDto> {
    return presentRefund(await this.refunds.approve(id));
  }

  /** Decline a refund, or withdraw one's own. */
  @Post('refunds/:id/reject')
  @HttpCode(HttpStatus.OK)
  @Idempotent()
  @RequirePermission(ControlPermissions['refund:request'])
  async rejectRefund(@Param('id', ParseUUIDPipe) id: string, @Body() { reason }: RefundReasonDto): Promise<RefundDto> {
    return presentRefund(await this.refunds.reject(id, reason));
  }

  /** Say how a refund ended whose gateway gives no answer; never who asked for it. */
  @Post('refunds/:id/resolve')
  @HttpCode(HttpStatus.OK)
  @Idempotent()
  @RequirePermission(ControlPermissions['refund:approve'])
  async resolveRefund(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { outcome, proofRef }: ResolveRefundDto,
  ): Promise<RefundDto> {
    return presentRefund(await this.refunds.resolve(id, outcome, proofRef));
  }
}
