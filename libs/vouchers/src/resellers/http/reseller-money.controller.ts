import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { ResellerPermissions } from '../resellers.permissions';
import { ResellerDeposits } from '../services/reseller-deposits.service';
import { ResellerPrices } from '../services/reseller-prices.service';
import { ResellerWallets } from '../services/reseller-wallets.service';
import {
  ApproveDepositDto,
  RejectDepositDto,
  RequestDepositDto,
  ResellerDepositDto,
  ResellerDepositPageDto,
  ResellerMovementPageDto,
  ResellerPriceDto,
  ResellerPriceListDto,
  ResellerWalletDto,
  SetResellerPriceDto,
  SetResellerTermsDto,
} from './dto/reseller-money.dto';
import { presentDeposit, presentMovement, presentPrice, presentWallet } from './reseller-money.presenter';

/** Wallets, deposits and prices of resellers; a reseller sees his own. */
@ApiTags('resellers')
@ApiBearerAuth()
@Controller({ path: 'resellers', version: '1' })
export class ResellerMoneyController {
  constructor(
    private readonly wallets: ResellerWallets,
    private readonly deposits: ResellerDeposits,
    private readonly prices: ResellerPrices,
  ) {}

  /** Balance, credit limit and commission. */
  @Get(':id/wallet')
  @RequirePermission(ResellerPermissions['reseller:wallet'])
  async getResellerWallet(@Param('id', ParseUUIDPipe) id: string): Promise<ResellerWalletDto> {
    return presentWallet(await this.wallets.get(id));
  }

  /** Set credit limit and commission; only for who sees the whole site. */
  @Put(':id/wallet')
  @RequirePermission(ResellerPermissions['reseller:terms'])
  async setResellerTerms(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, limit, commissionBps }: SetResellerTermsDto,
  ): Promise<ResellerWalletDto> {
    return presentWallet(await this.wallets.setTerms(id, version, { limitAmount: BigInt(limit), commissionBps }));
  }

  /** Every change of the balance, newest first. */
  @Get(':id/statement')
  @RequirePermission(ResellerPermissions['reseller:wallet'])
  async getResellerStatement(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
  ): Promise<ResellerMovementPageDto> {
    return presentPage(await this.wallets.statement(query, id), presentMovement);
  }

  /** Say that money was paid in. It counts when somebody else has approved it. */
  @Post(':id/deposit')
  @Idempotent()
  @RequirePermission(ResellerPermissions['reseller:deposit'])
  async requestResellerDeposit(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { amount, method, note = '' }: RequestDepositDto,
  ): Promise<ResellerDepositDto> {
    return presentDeposit(await this.deposits.request(id, { amount: MoneyDto.toMoney(amount), method, note }));
  }

  /** Deposits that were asked for, newest first. */
  @Get(':id/deposits')
  @RequirePermission(ResellerPermissions['reseller:wallet'])
  async listResellerDeposits(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
  ): Promise<ResellerDepositPageDto> {
    return presentPage(await this.deposits.list(query, id), presentDeposit);
  }

  /** The money is here: the balance grows and the books know it. Not for who asked. */
  @Post(':id/deposits/:depositId/approve')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(ResellerPermissions['reseller:approve-deposit'])
  async approveResellerDeposit(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('depositId', ParseUUIDPipe) depositId: string,
    @Body() { note = '', cashAccount }: ApproveDepositDto,
  ): Promise<ResellerDepositDto> {
    return presentDeposit(await this.deposits.approve(id, depositId, note, cashAccount));
  }

  /** The money is not here. Not for who asked. */
  @Post(':id/deposits/:depositId/reject')
  @HttpCode(200)
  @RequirePermission(ResellerPermissions['reseller:approve-deposit'])
  async rejectResellerDeposit(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('depositId', ParseUUIDPipe) depositId: string,
    @Body() { note }: RejectDepositDto,
  ): Promise<ResellerDepositDto> {
    return presentDeposit(await this.deposits.reject(id, depositId, note));
  }

  /** What packages cost the reseller. */
  @Get(':id/prices')
  @RequirePermission(ResellerPermissions['reseller:wallet'])
  async listResellerPrices(@Param('id', ParseUUIDPipe) id: string): Promise<ResellerPriceListDto> {
    return { items: (await this.prices.list(id)).map(presentPrice) };
  }

  /** Put a package into the price list, or change its prices there. */
  @Put(':id/prices/:profileId')
  @RequirePermission(ResellerPermissions['reseller:terms'])
  async setResellerPrice(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('profileId', ParseUUIDPipe) profileId: string,
    @Body() { cost, price }: SetResellerPriceDto,
  ): Promise<ResellerPriceDto> {
    const amounts = { costAmount: BigInt(cost), priceAmount: BigInt(price) };
    return presentPrice(await this.prices.put(id, profileId, amounts));
  }

  /** Take a package out of the price list. */
  @Delete(':id/prices/:profileId')
  @HttpCode(204)
  @RequirePermission(ResellerPermissions['reseller:terms'])
  async deleteResellerPrice(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('profileId', ParseUUIDPipe) profileId: string,
  ): Promise<void> {
    await this.prices.remove(id, profileId);
  }
}
