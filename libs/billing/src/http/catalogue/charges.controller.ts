import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { uuidv7 } from '@app/core';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { Charges } from '../../services/catalogue/charges.service';
import { presentCharge } from './catalogue.presenter';
import { ChargeDto, ChargeListQueryDto, ChargePageDto, CreateChargeDto } from './dto/charge.dto';

/** One-off charges. */
@ApiTags('charges')
@ApiBearerAuth()
@Controller({ path: 'charges', version: '1' })
export class ChargesController {
  constructor(private readonly charges: Charges) {}

  /** Charges in your scope, newest first. */
  @Get()
  @RequirePermission('charge:read')
  async listCharges(@Query() query: ChargeListQueryDto): Promise<ChargePageDto> {
    return presentPage(await this.charges.list(query, query), presentCharge);
  }

  /** One charge. */
  @Get(':id')
  @RequirePermission('charge:read')
  async getCharge(@Param('id', ParseUUIDPipe) id: string): Promise<ChargeDto> {
    return presentCharge(await this.charges.get(id));
  }

  /** Add a charge to the next invoice, or invoice it at once with `invoiceNow`. */
  @Post()
  @Idempotent()
  @RequirePermission('charge:write')
  async createCharge(@Body() { unitPrice, sourceKey, ...body }: CreateChargeDto): Promise<ChargeDto> {
    const key = `MANUAL:${body.customerId}:${sourceKey ?? uuidv7()}`;
    const price = unitPrice === undefined ? {} : { unitPrice: MoneyDto.toMoney(unitPrice) };
    return presentCharge(await this.charges.add({ ...body, ...price, sourceKey: key }));
  }

  /** Take back a charge that is not on an invoice yet. */
  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('charge:write')
  async cancelCharge(@Param('id', ParseUUIDPipe) id: string): Promise<ChargeDto> {
    return presentCharge(await this.charges.cancel(id));
  }
}
