import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { SubscriptionsService } from '../services/subscriptions.service';
import { presentAccess, presentSubscription } from './billing.presenter';
import {
  AccessDto,
  ActivateSubscriptionDto,
  CreateSubscriptionDto,
  SubscriptionDto,
  SubscriptionListQueryDto,
  SubscriptionPageDto,
} from './dto/subscription.dto';

/** Services that customers take. */
@ApiTags('subscriptions')
@ApiBearerAuth()
@Controller({ path: 'subscriptions', version: '1' })
export class SubscriptionsController {
  constructor(private readonly subscriptions: SubscriptionsService) {}

  /** Subscriptions in your scope, newest first. */
  @Get()
  @RequirePermission('subscription:read')
  async listSubscriptions(@Query() query: SubscriptionListQueryDto): Promise<SubscriptionPageDto> {
    return presentPage(await this.subscriptions.list(query, query), presentSubscription);
  }

  /** One subscription. */
  @Get(':id')
  @RequirePermission('subscription:read')
  async getSubscription(@Param('id', ParseUUIDPipe) id: string): Promise<SubscriptionDto> {
    return presentSubscription(await this.subscriptions.get(id));
  }

  /** What the network should grant it, and why. */
  @Get(':id/access')
  @RequirePermission('subscription:read')
  async getSubscriptionAccess(@Param('id', ParseUUIDPipe) id: string): Promise<AccessDto> {
    return presentAccess(await this.subscriptions.accessOf(id));
  }

  /** Create a subscription. It has no access and no invoice until it is activated. */
  @Post()
  @Idempotent()
  @RequirePermission('subscription:write')
  async createSubscription(@Body() body: CreateSubscriptionDto): Promise<SubscriptionDto> {
    return presentSubscription(await this.subscriptions.create(body));
  }

  /** Start the service: access at once, the first invoice with the next billing run. */
  @Post(':id/activate')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async activateSubscription(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ActivateSubscriptionDto,
  ): Promise<SubscriptionDto> {
    return presentSubscription(await this.subscriptions.activate(id, body.startsOn));
  }

  /** End the service at once. Days that are billed already are not credited. */
  @Post(':id/cancel')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async cancelSubscription(@Param('id', ParseUUIDPipe) id: string): Promise<SubscriptionDto> {
    return presentSubscription(await this.subscriptions.cancel(id));
  }
}
