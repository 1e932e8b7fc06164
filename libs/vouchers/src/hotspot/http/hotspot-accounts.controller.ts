import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { VoucherPermissions } from '../../vouchers.permissions';
import { HotspotAccounts, type HotspotAccountWithAccess } from '../hotspot-accounts.service';
import {
  CreateHotspotAccountDto,
  HotspotAccountDto,
  HotspotAccountListQueryDto,
  HotspotAccountPageDto,
  HotspotAccountWithPasswordDto,
  UpdateHotspotAccountDto,
} from './dto/hotspot-account.dto';

@ApiTags('hotspot')
@ApiBearerAuth()
@Controller({ path: 'hotspot/accounts', version: '1' })
export class HotspotAccountsController {
  constructor(private readonly accounts: HotspotAccounts) {}

  /** Give a subscription its hotspot account. The answer shows the password, for the only time. */
  @Post()
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async createHotspotAccount(@Body() body: CreateHotspotAccountDto): Promise<HotspotAccountWithPasswordDto> {
    const { account, password } = await this.accounts.create(body);
    return Object.assign(present(account), { password });
  }

  /** List hotspot accounts, newest first. */
  @Get()
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async listHotspotAccounts(@Query() query: HotspotAccountListQueryDto): Promise<HotspotAccountPageDto> {
    return presentPage(await this.accounts.list(query), present);
  }

  /** Read one account. */
  @Get(':id')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async getHotspotAccount(@Param('id', ParseUUIDPipe) id: string): Promise<HotspotAccountDto> {
    return present(await this.accounts.get(id));
  }

  /** Bind an account to a router or a device, or set it free. The routers follow within seconds. */
  @Patch(':id')
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async updateHotspotAccount(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateHotspotAccountDto,
  ): Promise<HotspotAccountDto> {
    return present(await this.accounts.update(id, version, patch));
  }

  /** Remove an account from its routers and from the books. Its session ends. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async deleteHotspotAccount(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.accounts.remove(id);
  }

  /** Make a new password. The answer shows it, for the only time; the session ends. */
  @Post(':id/reset-password')
  @HttpCode(200)
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async resetHotspotPassword(@Param('id', ParseUUIDPipe) id: string): Promise<HotspotAccountWithPasswordDto> {
    const { account, password } = await this.accounts.resetPassword(id);
    return Object.assign(present(account), { password });
  }
}

const present = (account: HotspotAccountWithAccess): HotspotAccountDto => ({
  ...{ id: account.id, subscriptionId: account.subscriptionId, siteId: account.siteId, routerId: account.routerId },
  ...{ routerIds: account.routerIds, username: account.username, macAddress: account.macAddress },
  ...{ access: account.access, version: account.version },
  ...{ createdAt: account.createdAt, updatedAt: account.updatedAt },
});
