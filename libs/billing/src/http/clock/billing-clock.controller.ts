import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { BillingClock } from '../../services/clock/billing-clock.service';
import { presentClock } from './clock.presenter';
import { BillingClockDto } from './dto/billing-clock.dto';

/** The clock that billing trusts. */
@ApiTags('billing')
@ApiBearerAuth()
@Controller({ path: 'billing/clock', version: '1' })
export class BillingClockController {
  constructor(private readonly clock: BillingClock) {}

  /** Whether the clock is trusted, and which processes live. */
  @Get()
  @RequirePermission('billing:clock')
  async getBillingClock(): Promise<BillingClockDto> {
    return presentClock(await this.clock.view());
  }

  /** Confirm the time after the clock jumped: billing and isolation go on. */
  @Post('confirm')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('billing:clock')
  async confirmBillingClock(): Promise<BillingClockDto> {
    return presentClock(await this.clock.confirm());
  }
}
