import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type CashAccount } from '@app/billing';
import { Money } from '@app/core';
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { VoucherSales } from '../services/voucher-sales.service';
import { Vouchers } from '../services/vouchers.service';
import { VoucherPermissions } from '../vouchers.permissions';
import {
  ExtendVoucherDto,
  SellVoucherDto,
  VoidVoucherDto,
  VoucherDto,
  VoucherListQueryDto,
  VoucherPageDto,
  VoucherWithPasswordDto,
} from './dto/voucher.dto';
import { presentVoucher, presentWithPassword } from './voucher.presenter';

@ApiTags('vouchers')
@ApiBearerAuth()
@Controller({ path: 'vouchers', version: '1' })
export class VouchersController {
  constructor(
    private readonly vouchers: Vouchers,
    private readonly sales: VoucherSales,
  ) {}

  /** List vouchers, newest first, or find them by the beginning of their code. */
  @Get()
  @RequirePermission(VoucherPermissions['voucher:read'])
  async listVouchers(@Query() query: VoucherListQueryDto): Promise<VoucherPageDto> {
    return presentPage(await this.vouchers.list(query), presentVoucher);
  }

  /** Read one voucher, with its password. */
  @Get(':code')
  @RequirePermission(VoucherPermissions['voucher:read'])
  async getVoucher(@Param('code') code: string): Promise<VoucherWithPasswordDto> {
    return presentWithPassword(await this.vouchers.get(code));
  }

  /** Sell a voucher for cash. The house's own is booked: debit cash, credit hotspot revenue. */
  @Post(':code/sell')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(VoucherPermissions['voucher:sell'])
  async sellVoucher(@Param('code') code: string, @Body() body: SellVoucherDto): Promise<VoucherWithPasswordDto> {
    const { currency } = await this.vouchers.get(code);
    const { amount, cashAccount, buyerPhone } = body;
    await this.sales.sell({
      ...{ code, ...(buyerPhone === undefined ? {} : { buyerPhone }) },
      ...(amount === undefined ? {} : { amount: Money.of(BigInt(amount), currency) }),
      ...(cashAccount === undefined ? {} : { cashAccount: cashAccount as CashAccount }),
    });
    return presentWithPassword(await this.vouchers.get(code));
  }

  /** Take an unused voucher back and give the money out of the same drawer. */
  @Post(':code/return')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(VoucherPermissions['voucher:manage'])
  async returnVoucher(@Param('code') code: string): Promise<VoucherDto> {
    return presentVoucher(await this.sales.takeBack(code));
  }

  /** Begin the time of a voucher now, as if its buyer had logged in. Of many at the same time one succeeds. */
  @Post(':code/redeem')
  @HttpCode(200)
  @RequirePermission(VoucherPermissions['voucher:sell'])
  async redeemVoucher(@Param('code') code: string): Promise<VoucherDto> {
    return presentVoucher(await this.vouchers.redeem(code));
  }

  /** Void a voucher for good. It lets nobody in any more. */
  @Post(':code/void')
  @HttpCode(200)
  @RequirePermission(VoucherPermissions['voucher:manage'])
  async voidVoucher(@Param('code') code: string, @Body() { reason }: VoidVoucherDto): Promise<VoucherDto> {
    return presentVoucher(await this.vouchers.void(code, reason));
  }

  /** Give more time or traffic; one that was over lives again. An end never moves to an earlier time. */
  @Post(':code/extend')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(VoucherPermissions['voucher:manage'])
  async extendVoucher(@Param('code') code: string, @Body() body: ExtendVoucherDto): Promise<VoucherDto> {
    const { minutes, uptimeSeconds, bytes } = body;
    return presentVoucher(
      await this.vouchers.extend(code, {
        ...(minutes === undefined ? {} : { minutes }),
        ...(uptimeSeconds === undefined ? {} : { uptimeSeconds: BigInt(uptimeSeconds) }),
        ...(bytes === undefined ? {} : { bytes: BigInt(bytes) }),
      }),
    );
  }

  /** Give it another code and password; the old ones let nobody in any more. */
  @Post(':code/regenerate')
  @HttpCode(200)
  @RequirePermission(VoucherPermissions['voucher:manage'])
  async regenerateVoucher(@Param('code') code: string): Promise<VoucherWithPasswordDto> {
    return presentWithPassword(await this.vouchers.regenerate(code));
  }
}
