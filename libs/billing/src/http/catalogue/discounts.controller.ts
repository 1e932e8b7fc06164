import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { DiscountsService } from '../../services/catalogue/discounts.service';
import { presentDiscount } from './catalogue.presenter';
import {
  CreateDiscountDto,
  DiscountDto,
  DiscountListQueryDto,
  DiscountPageDto,
  UpdateDiscountDto,
} from './dto/discount.dto';

/** Discounts and coupons on offer. */
@ApiTags('discounts')
@ApiBearerAuth()
@Controller({ path: 'discounts', version: '1' })
export class DiscountsController {
  constructor(private readonly discounts: DiscountsService) {}

  /** Discounts that count at your sites; sorts: code, name, createdAt. */
  @Get()
  @RequirePermission('discount:read')
  async listDiscounts(@Query() query: DiscountListQueryDto): Promise<DiscountPageDto> {
    return presentPage(await this.discounts.list(query, query), presentDiscount);
  }

  /** One discount with how often it was redeemed. */
  @Get(':id')
  @RequirePermission('discount:read')
  async getDiscount(@Param('id', ParseUUIDPipe) id: string): Promise<DiscountDto> {
    return presentDiscount(await this.discounts.get(id));
  }

  /** Create a discount or coupon. What it takes off is for good; make another one for other terms. */
  @Post()
  @Idempotent()
  @RequirePermission('discount:write')
  async createDiscount(@Body() { amount, ...body }: CreateDiscountDto): Promise<DiscountDto> {
    const value = amount === undefined ? {} : { amount: MoneyDto.toMoney(amount) };
    return presentDiscount(await this.discounts.create({ ...body, ...value }));
  }

  /** Change who may still get it. Who has it keeps it. */
  @Patch(':id')
  @RequirePermission('discount:write')
  async updateDiscount(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateDiscountDto,
  ): Promise<DiscountDto> {
    return presentDiscount(await this.discounts.update(id, version, patch));
  }
}
