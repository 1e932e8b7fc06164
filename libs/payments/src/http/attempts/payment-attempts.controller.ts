import { Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { PaymentPermissions } from '../../payments.permissions';
import { AttemptStatus } from '../../services/attempts/attempt-status.service';
import { Attempts } from '../../services/attempts/attempts.service';
import { PaymentAttemptDto, PaymentAttemptListQueryDto, PaymentAttemptPageDto } from './dto/payment-attempt.dto';
import { presentAttempt } from './payment-attempt.presenter';

/** What customers have tried to pay through gateways. */
@ApiTags('payments')
@ApiBearerAuth()
@Controller({ path: 'payment-attempts', version: '1' })
export class PaymentAttemptsController {
  constructor(
    private readonly attempts: Attempts,
    private readonly status: AttemptStatus,
  ) {}

  /** Attempts, newest first. */
  @Get()
  @RequirePermission(PaymentPermissions['payment:read'])
  async listPaymentAttempts(@Query() query: PaymentAttemptListQueryDto): Promise<PaymentAttemptPageDto> {
    return presentPage(await this.attempts.list(query, query), presentAttempt);
  }

  /** One attempt. */
  @Get(':id')
  @RequirePermission(PaymentPermissions['payment:read'])
  async getPaymentAttempt(@Param('id', ParseUUIDPipe) id: string): Promise<PaymentAttemptDto> {
    return presentAttempt(await this.attempts.get(id));
  }

  /** Ask the gateway what became of it, at most once in 30 seconds, and settle what it says. */
  @Post(':id/refresh')
  @HttpCode(HttpStatus.OK)
  @RequirePermission(PaymentPermissions['payment:read'])
  async refreshPaymentAttempt(@Param('id', ParseUUIDPipe) id: string): Promise<PaymentAttemptDto> {
    return presentAttempt(await this.status.refresh(id));
  }
}
