import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { BillingSettings } from '../../services/documents/account-settings.service';
import { GiveCreditDto, WalletDto, WalletMovementPageDto, WalletMovementQueryDto } from './dto/money.dto';
import { presentMovement, presentWallet } from './money.presenter';

/** What customers have with us. */
@ApiTags('wallets')
@ApiBearerAuth()
@Controller({ path: 'wallets', version: '1' })
export class WalletsController {
  constructor(private readonly settings: BillingSettings) {}

  /** Deposit and credit balance of a customer. */
  @Get(':customerId')
  @RequirePermission('wallet:read')
  async getWallet(@Param('customerId', ParseUUIDPipe) id: string): Promise<WalletDto> {
    return presentWallet(await this.settings.of(id));
  }

  /** How the balances came about, newest first. */
  @Get(':customerId/movements')
  @RequirePermission('wallet:read')
  async listWalletMovements(
    @Param('customerId', ParseUUIDPipe) id: string,
    @Query() query: WalletMovementQueryDto,
  ): Promise<WalletMovementPageDto> {
    return presentPage(await this.settings.movements(query, id, query.wallet), presentMovement);
  }

  /** Give goodwill credit; above the four-eyes limit a second person has to agree. */
  @Post(':customerId/credit')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission('wallet:credit')
  async giveWalletCredit(
    @Param('customerId', ParseUUIDPipe) id: string,
    @Body() { amount, reason }: GiveCreditDto,
  ): Promise<WalletDto> {
    return presentWallet(await this.settings.giveCredit(id, MoneyDto.toMoney(amount), reason));
  }
}
