import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { type CashAccount } from '../../domain/ledger-accounts';
import { CommissionStatements } from '../../services/commission/commission-statements.service';
import {
  AddCommissionRateDto,
  CommissionAccrualPageDto,
  CommissionPayoutDto,
  CommissionPayoutPageDto,
  CommissionPayoutQueryDto,
  CommissionRateListDto,
  CommissionSpanQueryDto,
  CommissionStatementDto,
  PayCommissionDto,
} from './dto/money.dto';
import { presentAccrual, presentCommissions, presentPayout } from './money.presenter';

/** What resellers earn on received money. */
@ApiTags('commissions')
@ApiBearerAuth()
@Controller({ version: '1' })
export class CommissionsController {
  constructor(private readonly commissions: CommissionStatements) {}

  /** Rates of a reseller, newest first. */
  @Get('resellers/:id/commission-rates')
  @RequirePermission('commission:read')
  async listCommissionRates(@Param('id', ParseUUIDPipe) id: string): Promise<CommissionRateListDto> {
    return { items: await this.commissions.rates(id) };
  }

  /** A rate for invoices that are issued on a day or later; earlier ones keep theirs. */
  @Post('resellers/:id/commission-rates')
  @RequirePermission('commission:write')
  async addCommissionRate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AddCommissionRateDto,
  ): Promise<CommissionRateListDto> {
    return { items: await this.commissions.addRate(id, body) };
  }

  /** What a reseller was owed, earned and was paid. */
  @Get('commission-statements')
  @RequirePermission('commission:read')
  async getCommissionStatement(@Query() query: CommissionSpanQueryDto): Promise<CommissionStatementDto> {
    return presentCommissions(await this.commissions.statement(query.resellerId, query));
  }

  /** The lines behind a statement, newest first. */
  @Get('commission-accruals')
  @RequirePermission('commission:read')
  async listCommissionAccruals(@Query() query: CommissionSpanQueryDto): Promise<CommissionAccrualPageDto> {
    return presentPage(await this.commissions.accruals(query, query.resellerId, query), presentAccrual);
  }

  /** Payouts, newest first. */
  @Get('commission-payouts')
  @RequirePermission('commission:read')
  async listCommissionPayouts(@Query() query: CommissionPayoutQueryDto): Promise<CommissionPayoutPageDto> {
    return presentPage(await this.commissions.payouts(query, query.resellerId), presentPayout);
  }

  /** Book that a reseller was paid. */
  @Post('commission-payouts')
  @Idempotent()
  @RequirePermission('commission:pay')
  async payCommission(
    @Body() { resellerId, amount, cashAccount, note = '' }: PayCommissionDto,
  ): Promise<CommissionPayoutDto> {
    const account = cashAccount as CashAccount;
    return presentPayout(await this.commissions.pay(resellerId, MoneyDto.toMoney(amount), account, note));
  }
}
