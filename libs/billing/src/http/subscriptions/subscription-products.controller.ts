import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, RequirePermission } from '@app/platform';
import { AddOns } from '../../services/subscriptions/add-ons.service';
import { AddProductDto, PreviewQueryDto } from './dto/subscription-action.dto';
import { AddOnListDto, ChangedSubscriptionDto } from './dto/subscription-change.dto';
import { presentAddOn, presentOutcome } from './subscription.presenter';

/** Recurring products of a service. */
@ApiTags('subscriptions')
@ApiBearerAuth()
@Controller({ path: 'subscriptions/:id/products', version: '1' })
export class SubscriptionProductsController {
  constructor(private readonly addOns: AddOns) {}

  /** Those that it has and had, newest first. */
  @Get()
  @RequirePermission('subscription:read')
  async listSubscriptionProducts(@Param('id', ParseUUIDPipe) id: string): Promise<AddOnListDto> {
    return { items: (await this.addOns.list(id)).map(presentAddOn) };
  }

  /** Add one from today on; the rest of the running period is billed at once. */
  @Post()
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async addSubscriptionProduct(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, ...body }: AddProductDto,
  ): Promise<ChangedSubscriptionDto> {
    const options = { preview: preview === true, ...(version === undefined ? {} : { version }) };
    return presentOutcome(await this.addOns.add(id, body, options));
  }

  /** Take one away from today on; its paid days are credited. */
  @Delete(':addOnId')
  @RequirePermission('subscription:write')
  async removeSubscriptionProduct(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('addOnId', ParseUUIDPipe) addOnId: string,
    @Query() { preview }: PreviewQueryDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.addOns.remove(id, addOnId, { preview: preview === true }));
  }
}
