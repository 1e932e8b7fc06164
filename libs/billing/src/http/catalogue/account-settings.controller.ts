import { Body, Controller, Get, Param, ParseUUIDPipe, Patch } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { AccountSettingsService } from '../../services/catalogue/account-settings.service';
import { AccountSettingsDto, UpdateAccountSettingsDto } from './dto/account-settings.dto';

/** How single customers are billed. */
@ApiTags('billing')
@ApiBearerAuth()
@Controller({ path: 'billing-accounts/:id', version: '1' })
export class AccountSettingsController {
  constructor(private readonly settings: AccountSettingsService) {}

  /** How a customer is billed. The id is that of the customer. */
  @Get()
  @RequirePermission('invoice:read')
  async getBillingAccount(@Param('id', ParseUUIDPipe) id: string): Promise<AccountSettingsDto> {
    return this.settings.get(id);
  }

  /** Change how a customer is billed, for invoices that are issued from now on. */
  @Patch()
  @RequirePermission('billing:configure')
  async updateBillingAccount(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateAccountSettingsDto,
  ): Promise<AccountSettingsDto> {
    return this.settings.update(id, version, patch);
  }
}
