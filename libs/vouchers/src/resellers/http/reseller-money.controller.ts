import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { ResellerPermissions } from '../resellers.permissions';
import { ResellerDeposits } from '../services/reseller-deposits.service';
import { ResellerPrices } from '../services/reseller-prices.service';
import { ResellerTopUps } from '../services/reseller-top-ups.service';
import { ResellerWallets } from '../services/reseller-wallets.service';
import {
  ApproveDepositDto,
  RejectDepositDto,
  RequestDepositDto,
  RequestWithdrawalDto,
  ResellerDepositDto,
  ResellerDepositPageDto,
  ResellerMovementPageDto,
  ResellerPriceDto,
  ResellerPriceListDto,
  ResellerWalletDto,
  SetResellerPriceDto,
  SetResellerTermsDto,
  StartedResellerTopUpDto,
  StartResellerTopUpDto,
} from './dto/reseller-money.dto';
import { presentDeposit, presentMovement, presentPrice, presentTopUp, presentWallet } from './reseller-money.presenter';

/** Wallets, deposits and prices of resellers; a reseller sees his own. */
@ApiTags('resellers')
@ApiBearerAuth()
@Controller({ path: 'resellers', version: '1' })
export class ResellerMoneyController {
  constructor(
    private readonly wallets: ResellerWallets,
    private readonly deposits: ResellerDeposits,
    private readonly topUps: ResellerTopUps,
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

  /** Pay in through a gateway: the answer says how. It counts when the gateway has the money; nobody approves it. */
  @Post(':id/top-up')
  @Idempotent()
  @RequirePermission(ResellerPermissions['reseller:deposit'])
  async startResellerTopUp(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { amount, channel, accountId }: StartResellerTopUpDto,
  ): Promise<StartedResellerTopUpDto> {
    const wish = { amount: MoneyDto.toMoney(amount), channel, accountId };
    const { deposit, attempt } = await this.topUps.start(id, wish);
    return presentTopUp(deposit, attempt);
  }

  /** Ask for money back, at most what was paid in and not spent. It leaves the wallet when somebody else has approved it. */
  @Post(':id/withdrawal')
  @Idempotent()
  @RequirePermission(ResellerPermissions['reseller:deposit'])
  async requestResellerWithdrawal(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { amount, method, note }: RequestWithdrawalDto,
  ): Promise<ResellerDepositDto> {
    const wish = { amount: MoneyDto.toMoney(amount), method, note, direction: 'OUT' as const };
    return presentDeposit(await this.deposits.request(id, wish));
  }

  /** Withdrawals that were asked for, newest first. They are approved and rejected as deposits are. */
  @Get(':id/withdrawals')
  @RequirePermission(ResellerPermissions['reseller:wallet'])
  async listResellerWithdrawals(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
  ): Promise<ResellerDepositPageDto> {
    return presentPage(await this.deposits.list(query, id, 'OUT'), presentDeposit);
  }

  /** A deposit's money is here, or a withdrawal's is paid out: balance and books know it. Not for who asked. */
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

  /** The money is not here, or is not paid out. Not for who asked. */
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
