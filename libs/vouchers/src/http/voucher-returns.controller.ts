import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { type VoucherReturn } from '../domain/voucher-return';
import { UsedVoucherReturns } from '../services/used-voucher-returns.service';
import { VoucherPermissions } from '../vouchers.permissions';
import {
  DecideVoucherReturnDto,
  VoucherReturnDto,
  VoucherReturnListQueryDto,
  VoucherReturnPageDto,
} from './dto/voucher-return.dto';

/** Used vouchers whose money went back. */
@ApiTags('vouchers')
@ApiBearerAuth()
@Controller({ path: 'voucher-returns', version: '1' })
export class VoucherReturnsController {
  constructor(private readonly returns: UsedVoucherReturns) {}

  /** Used vouchers whose money went back, newest first. */
  @Get()
  @RequirePermission(VoucherPermissions['voucher:read'])
  async listVoucherReturns(@Query() query: VoucherReturnListQueryDto): Promise<VoucherReturnPageDto> {
    return presentPage(await this.returns.list(query), presentReturn);
  }

  /** End the voucher, or let it live; once and for good. It is audited. */
  @Post(':id/decide')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(VoucherPermissions['voucher:manage'])
  async decideVoucherReturn(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { action, reason }: DecideVoucherReturnDto,
  ): Promise<VoucherReturnDto> {
    return presentReturn(await this.returns.decide(id, action, reason));
  }
}

function presentReturn({ currency, soldAmount, decidedByName, ...one }: VoucherReturn): VoucherReturnDto {
  const sold = soldAmount === null ? null : MoneyDto.from(soldAmount, currency);
  return { ...one, sold, decidedBy: decidedByName };
}
