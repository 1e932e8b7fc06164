import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { type VoucherOrder } from '../domain/voucher-order';
import { ShopOrders } from '../services/shop-orders.service';
import { VoucherPermissions } from '../vouchers.permissions';
import {
  ShareShopOrderDto,
  SharedShopOrderDto,
  ShopOrderDto,
  ShopOrderListQueryDto,
  ShopOrderPageDto,
} from './dto/shop-order.dto';

/** What was ordered in the shop, for the staff of its site. */
@ApiTags('voucher-shop')
@ApiBearerAuth()
@Controller({ path: 'shop-orders', version: '1' })
export class ShopOrdersController {
  constructor(private readonly orders: ShopOrders) {}

  /** Orders of the shop, newest first; found by the buyer's telephone number or by the code. */
  @Get()
  @RequirePermission(VoucherPermissions['voucher:read'])
  async listShopOrders(@Query() query: ShopOrderListQueryDto): Promise<ShopOrderPageDto> {
    return presentPage(await this.orders.list(query), presentShopOrder);
  }

  /** One order with its payment and its voucher. */
  @Get(':id')
  @RequirePermission(VoucherPermissions['voucher:read'])
  async getShopOrder(@Param('id', ParseUUIDPipe) id: string): Promise<ShopOrderDto> {
    return presentShopOrder(await this.orders.get(id));
  }

  /** The code of a paid order again, with a text and a WhatsApp link to the buyer. It is audited. */
  @Post(':id/share')
  @HttpCode(200)
  @RequirePermission(VoucherPermissions['voucher:sell'])
  async shareShopOrder(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { language }: ShareShopOrderDto,
  ): Promise<SharedShopOrderDto> {
    return this.orders.share(id, language);
  }
}

function presentShopOrder(order: VoucherOrder): ShopOrderDto {
  const { id, siteId, siteName, profileId, profileName, state, buyerName, buyerPhone, language, currency } = order;
  const { paymentId, code, voucherState, createdAt, expiresAt, paidAt } = order;
  return {
    ...{ id, siteId, siteName, profileId, profileName, state, buyerName, buyerPhone, language },
    ...{ price: MoneyDto.from(order.priceAmount, currency), returned: MoneyDto.from(order.returnedAmount, currency) },
    ...{ paymentId, code, voucherState, createdAt, expiresAt, paidAt },
  };
}
