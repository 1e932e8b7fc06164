import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { PppoePermissions } from '../pppoe.permissions';
import { AccountBatches } from '../services/account-batches.service';
import { CreateAccountsService } from '../services/create-accounts.service';
import { PppoeAccountsService } from '../services/pppoe-accounts.service';
import { presentAccount, presentWithPassword } from './account.presenter';
import { PppoeAccountListQueryDto } from './dto/account-list-query.dto';
import { PppoeAccountDto, PppoeAccountPageDto, PppoeAccountWithPasswordDto } from './dto/account.dto';
import { CreatePppoeAccountBatchDto, PppoeAccountBatchDto } from './dto/account-batch.dto';
import { CreatePppoeAccountDto } from './dto/create-account.dto';
import { UpdatePppoeAccountDto } from './dto/update-account.dto';

@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'pppoe/accounts', version: '1' })
export class PppoeAccountsController {
  constructor(
    private readonly accounts: PppoeAccountsService,
    private readonly creation: CreateAccountsService,
    private readonly batches: AccountBatches,
  ) {}

  /** Give a subscription its account. The answer shows the password, for the only time. */
  @Post()
  @RequirePermission(PppoePermissions['pppoe:write'])
  async createPppoeAccount(@Body() body: CreatePppoeAccountDto): Promise<PppoeAccountWithPasswordDto> {
    const { id, password } = await this.creation.create(body);
    return presentWithPassword(await this.accounts.get(id), password);
  }

  /**
   * Give many subscriptions their accounts, in the background. Those that have one are skipped; passwords are not shown,
   * make new ones where they are needed.
   */
  @Post('batch')
  @HttpCode(202)
  @RequirePermission(PppoePermissions['pppoe:write'])
  async createPppoeAccountBatch(@Body() body: CreatePppoeAccountBatchDto): Promise<PppoeAccountBatchDto> {
    return this.batches.start(body);
  }

  /** List accounts, newest first. */
  @Get()
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listPppoeAccounts(@Query() query: PppoeAccountListQueryDto): Promise<PppoeAccountPageDto> {
    return presentPage(await this.accounts.list(query), presentAccount);
  }

  /** Read one account. */
  @Get(':id')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async getPppoeAccount(@Param('id', ParseUUIDPipe) id: string): Promise<PppoeAccountDto> {
    return presentAccount(await this.accounts.get(id));
  }

  /** Move an account to another router, change its fixed addresses, bind it to a device. The router follows within seconds. */
  @Patch(':id')
  @RequirePermission(PppoePermissions['pppoe:write'])
  async updatePppoeAccount(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdatePppoeAccountDto,
  ): Promise<PppoeAccountDto> {
    return presentAccount(await this.accounts.update(id, version, patch));
  }

  /** Remove an account from its router and from the books. Its running session ends. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission(PppoePermissions['pppoe:write'])
  async deletePppoeAccount(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.accounts.remove(id);
  }

  /** Make a new password. The answer shows it, for the only time; the running session ends. */
  @Post(':id/reset-password')
  @HttpCode(200)
  @RequirePermission(PppoePermissions['pppoe:write'])
  async resetPppoePassword(@Param('id', ParseUUIDPipe) id: string): Promise<PppoeAccountWithPasswordDto> {
    const { account, password } = await this.accounts.resetPassword(id);
    return presentWithPassword(account, password);
  }
}
