import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { RunRequestsService } from '../services/run-requests.service';
import { presentParked, presentRun } from './billing.presenter';
import {
  BillingRunDto,
  BillingRunPageDto,
  JobStartedDto,
  ParkedSubscriptionPageDto,
  StartBillingRunDto,
} from './dto/billing-run.dto';

/** Billing runs and what they set aside. */
@ApiTags('billing')
@ApiBearerAuth()
@Controller({ path: 'billing', version: '1' })
export class BillingRunsController {
  constructor(private readonly requests: RunRequestsService) {}

  /** Bill what is due, or preview it with `dryRun`. Repeating it never bills twice. */
  @Post('runs')
  @Idempotent()
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('billing:run')
  async startBillingRun(@Body() body: StartBillingRunDto): Promise<JobStartedDto> {
    return { jobId: await this.requests.start(body) };
  }

  /** Runs that found something to do, newest first. */
  @Get('runs')
  @RequirePermission('billing:read')
  async listBillingRuns(@Query() query: PageQueryDto): Promise<BillingRunPageDto> {
    return presentPage(await this.requests.list(query), presentRun);
  }

  /** One run. Its figures grow while it works. */
  @Get('runs/:id')
  @RequirePermission('billing:read')
  async getBillingRun(@Param('id', ParseUUIDPipe) id: string): Promise<BillingRunDto> {
    return presentRun(await this.requests.get(id));
  }

  /** Subscriptions that could not be billed and wait for somebody, newest first. */
  @Get('parked')
  @RequirePermission('billing:read')
  async listParkedSubscriptions(@Query() query: PageQueryDto): Promise<ParkedSubscriptionPageDto> {
    return presentPage(await this.requests.parkedPage(query), presentParked);
  }

  /** Let the next run try again. */
  @Post('parked/:id/unpark')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('billing:run')
  async unparkSubscription(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.requests.unpark(id);
  }
}
