import { Body, Controller, Get, HttpCode, Injectable, Param, type PipeTransform, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CoreErrors } from '@app/core';
import { RequirePermission } from '@app/platform';
import { type CashAccount } from '../../domain/ledger-accounts';
import { AccountingPeriods } from '../../services/ledger/accounting-periods.service';
import { CashAccounts } from '../../services/ledger/cash-accounts.service';
import { LedgerAccountDto } from '../dto/ledger.dto';
import {
  AccountingPeriodDto,
  AccountingPeriodListDto,
  AddCashAccountDto,
  ReopenPeriodDto,
  TrialBalanceDto,
  TrialBalanceQueryDto,
} from './dto/money.dto';
import { presentPeriod, presentTrialBalance } from './money.presenter';

/** `2026-11`. */
@Injectable()
class MonthPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(value)) return value;
    const message = { id: 'bulan ditulis YYYY-MM', en: 'the month is written YYYY-MM' };
    throw CoreErrors.VALIDATION_FAILED({}, [{ path: 'month', code: 'MONTH', message }]);
  }
}

/** Months of the books. */
@ApiTags('ledger')
@ApiBearerAuth()
@Controller({ path: 'ledger', version: '1' })
export class AccountingPeriodsController {
  constructor(
    private readonly periods: AccountingPeriods,
    private readonly accounts: CashAccounts,
  ) {}

  /** Opening, debit, credit and closing balance of every account over a month, all sites together. */
  @Get('trial-balance')
  @RequirePermission('ledger:report')
  async getTrialBalance(@Query() query: TrialBalanceQueryDto): Promise<TrialBalanceDto> {
    return presentTrialBalance(await this.periods.trialBalance(query.month));
  }

  /** Accounting periods, newest first. */
  @Get('periods')
  @RequirePermission('ledger:report')
  async listAccountingPeriods(): Promise<AccountingPeriodListDto> {
    return { items: (await this.periods.list()).map(presentPeriod) };
  }

  /** Close a month: it is over everywhere, all earlier ones are closed, no drafts wait, and the books are proved. */
  @Post('periods/:month/close')
  @HttpCode(200)
  @RequirePermission('ledger:close')
  async closeAccountingPeriod(@Param('month', MonthPipe) month: string): Promise<AccountingPeriodDto> {
    return presentPeriod(await this.periods.close(month));
  }

  /** Open the last closed month again, once a second person has agreed. */
  @Post('periods/:month/reopen')
  @HttpCode(200)
  @RequirePermission('ledger:close')
  async reopenAccountingPeriod(
    @Param('month', MonthPipe) month: string,
    @Body() { reason }: ReopenPeriodDto,
  ): Promise<AccountingPeriodDto> {
    return presentPeriod(await this.periods.reopen(month, reason));
  }

  /** Add an account that money comes into: a bank, an office, a gateway. */
  @Post('accounts')
  @RequirePermission('ledger:close')
  async addCashAccount(@Body() { code, name }: AddCashAccountDto): Promise<LedgerAccountDto> {
    return this.accounts.add(code as CashAccount, name);
  }
}
