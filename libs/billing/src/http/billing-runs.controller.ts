import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { ParkedSubscriptions } from '../services/run/parked-subscriptions.service';
import { RunRequestsService } from '../services/run-requests.service';
import { presentParked, presentRun, presentRunDetail } from './billing.presenter';
import {
  BillingRunDetailDto,
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
  constructor(
    private readonly requests: RunRequestsService,
    private readonly parked: ParkedSubscriptions,
  ) {}

  /** Bill what is due, or preview it with `dryRun`: the preview is kept and can be confirmed. Repeating it never bills twice. */
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

  /** One run. Its counts grow while it works; a dry run has its figures. */
  @Get('runs/:id')
  @RequirePermission('billing:read')
  async getBillingRun(@Param('id', ParseUUIDPipe) id: string): Promise<BillingRunDetailDto> {
    return presentRunDetail(await this.requests.get(id));
  }

  /** Carry out a dry run, as of its time. The job fails when the figures have moved too far since. */
  @Post('runs/:id/confirm')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('billing:run')
  async confirmBillingRun(@Param('id', ParseUUIDPipe) id: string): Promise<JobStartedDto> {
    return { jobId: await this.requests.confirm(id) };
  }

  /** Stop a run after the batches in hand. What is billed stays; the next run goes on from there. */
  @Post('runs/:id/stop')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('billing:run')
  async stopBillingRun(@Param('id', ParseUUIDPipe) id: string): Promise<BillingRunDto> {
    return presentRun(await this.requests.stop(id));
  }

  /** Subscriptions that could not be billed and wait for somebody, newest first. */
  @Get('parked')
  @RequirePermission('billing:read')
  async listParkedSubscriptions(@Query() query: PageQueryDto): Promise<ParkedSubscriptionPageDto> {
    return presentPage(await this.parked.page(query), presentParked);
  }

  /** Let the next run try again. */
  @Post('parked/:id/unpark')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('billing:run')
  async unparkSubscription(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.parked.unpark(id);
  }
}
