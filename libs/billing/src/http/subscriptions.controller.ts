import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { SubscriptionsReader } from '../services/subscriptions/subscriptions-reader.service';
import { SubscriptionsService } from '../services/subscriptions.service';
import { presentAccess } from './billing.presenter';
import {
  AccessDto,
  CreateSubscriptionDto,
  SubscriptionDto,
  SubscriptionListQueryDto,
  SubscriptionPageDto,
} from './dto/subscription.dto';
import { TimelinePageDto } from './subscriptions/dto/subscription-change.dto';
import { presentSubscription, presentTimelineItem } from './subscriptions/subscription.presenter';

/** Services that customers take. */
@ApiTags('subscriptions')
@ApiBearerAuth()
@Controller({ path: 'subscriptions', version: '1' })
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: SubscriptionsService,
    private readonly reader: SubscriptionsReader,
  ) {}

  /** Subscriptions in your scope, newest first. */
  @Get()
  @RequirePermission('subscription:read')
  async listSubscriptions(@Query() query: SubscriptionListQueryDto): Promise<SubscriptionPageDto> {
    return presentPage(await this.reader.list(query, query), presentSubscription);
  }

  /** One subscription. */
  @Get(':id')
  @RequirePermission('subscription:read')
  async getSubscription(@Param('id', ParseUUIDPipe) id: string): Promise<SubscriptionDto> {
    return presentSubscription(await this.reader.get(id));
  }

  /** What the network should grant it, and why. */
  @Get(':id/access')
  @RequirePermission('subscription:read')
  async getSubscriptionAccess(@Param('id', ParseUUIDPipe) id: string): Promise<AccessDto> {
    return presentAccess(await this.reader.accessOf(id));
  }

  /** Everything that happened to it: changes, invoices, credit notes, payments, access. Newest first. */
  @Get(':id/timeline')
  @RequirePermission('subscription:read')
  async getSubscriptionTimeline(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
  ): Promise<TimelinePageDto> {
    return presentPage(await this.reader.timeline(id, query), presentTimelineItem);
  }

  /** Create a subscription. It has no access and no invoice until it is activated. */
  @Post()
  @Idempotent()
  @RequirePermission('subscription:write')
  async createSubscription(@Body() body: CreateSubscriptionDto): Promise<SubscriptionDto> {
    return presentSubscription(await this.subscriptions.create(body));
  }
}
