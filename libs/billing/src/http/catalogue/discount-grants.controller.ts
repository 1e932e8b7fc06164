import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, RequirePermission } from '@app/platform';
import { DiscountGrants } from '../../services/catalogue/discount-grants.service';
import { presentGrant } from './catalogue.presenter';
import { DiscountGrantDto, DiscountGrantListDto, RedeemDiscountDto } from './dto/discount.dto';

/** Discounts of subscriptions. */
@ApiTags('subscriptions')
@ApiBearerAuth()
@Controller({ path: 'subscriptions/:id/discounts', version: '1' })
export class DiscountGrantsController {
  constructor(private readonly grants: DiscountGrants) {}

  /** Discounts of a subscription, used up and revoked ones included. */
  @Get()
  @RequirePermission('subscription:read')
  async listDiscountGrants(@Param('id', ParseUUIDPipe) id: string): Promise<DiscountGrantListDto> {
    return { items: (await this.grants.list(id)).map(presentGrant) };
  }

  /** Redeem a discount by its code; it counts from the next invoice on. */
  @Post()
  @Idempotent()
  @RequirePermission('discount:grant')
  async redeemDiscount(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RedeemDiscountDto,
  ): Promise<DiscountGrantDto> {
    return presentGrant(await this.grants.redeem(id, body.code));
  }

  /** Take a discount from a subscription. Issued invoices keep it. */
  @Post(':grantId/revoke')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('discount:grant')
  async revokeDiscount(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('grantId', ParseUUIDPipe) grantId: string,
  ): Promise<DiscountGrantDto> {
    return presentGrant(await this.grants.revoke(id, grantId));
  }
}
