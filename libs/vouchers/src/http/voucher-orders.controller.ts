import { Body, Controller, Get, Header, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { clientKey, MoneyDto, Public, RateLimiter } from '@app/platform';
import { type VoucherOrder } from '../domain/voucher-order';
import { VoucherOrders } from '../services/voucher-orders.service';
import { CreateVoucherOrderDto, NewVoucherOrderDto, VoucherOrderDto } from './dto/voucher-order.dto';

const TEN_MINUTES = 600_000;
const ORDERS = { bucket: 'voucher-order', limit: 20, windowMs: TEN_MINUTES };
const PHONES = { bucket: 'voucher-order-phone', limit: 6, windowMs: TEN_MINUTES };
const LOOKS = { bucket: 'voucher-order-look', limit: 300, windowMs: TEN_MINUTES };

@ApiTags('voucher-shop')
@Controller({ path: 'voucher-orders', version: '1' })
export class VoucherOrdersController {
  constructor(
    private readonly orders: VoucherOrders,
    private readonly limiter: RateLimiter,
  ) {}

  /** Order a voucher in the public shop of a site. Pay first: the code comes with the payment. */
  @Public()
  @Post()
  async createVoucherOrder(
    @Body() { siteCode, profileId, phone, name, language }: CreateVoucherOrderDto,
    @Req() request: FastifyRequest,
  ): Promise<NewVoucherOrderDto> {
    await this.limiter.take(ORDERS, clientKey(request.ip));
    await this.limiter.take(PHONES, phone);
    const { token, order } = await this.orders.create({
      ...{ siteCode, profileId, buyerPhone: phone, buyerName: name ?? '', language: language ?? 'id' },
    });
    return Object.assign(presentOrder(order), { token, page: `/shop/${order.siteCode}/o/${token}` });
  }

  /** How an order stands; with its code when it is paid. */
  @Public()
  @Header('cache-control', 'no-store')
  @Get(':token')
  async getVoucherOrder(@Param('token') token: string, @Req() request: FastifyRequest): Promise<VoucherOrderDto> {
    await this.limiter.take(LOOKS, clientKey(request.ip));
    return presentOrder(await this.orders.byToken(token));
  }
}

function presentOrder(order: VoucherOrder): VoucherOrderDto {
  const { state, siteName, profileName, priceAmount, currency, code, voided, createdAt, expiresAt } = order;
  const price = MoneyDto.from(priceAmount, currency);
  return { state, siteName, profileName, price, code, voided, createdAt, expiresAt };
}
