import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppConfig, Idempotent, MoneyDto, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { type TopUp } from '../../repositories/top-ups/top-up.repository';
import { TopUps } from '../../services/top-ups/top-ups.service';
import { TransferPermissions } from '../../transfers.permissions';
import { StartedTopUpDto, StartTopUpDto, type TopUpDto, TopUpPageDto } from './dto/top-up.dto';

/** Deposits that are filled through gateways. */
@ApiTags('wallets')
@ApiBearerAuth()
@Controller({ path: 'wallets', version: '1' })
export class TopUpsController {
  constructor(
    private readonly topUps: TopUps,
    private readonly app: AppConfig,
  ) {}

  /** Top-ups of a customer, newest first. */
  @Get(':customerId/top-ups')
  @RequirePermission('payment:read')
  async listTopUps(
    @Param('customerId', ParseUUIDPipe) customerId: string,
    @Query() query: PageQueryDto,
  ): Promise<TopUpPageDto> {
    return presentPage(await this.topUps.list(query, customerId), present);
  }

  /** Start a top-up of a customer's deposit; the answer says how it is paid. */
  @Post(':customerId/top-ups')
  @Idempotent()
  @RequirePermission(TransferPermissions['payment:top-up'])
  async startTopUp(
    @Param('customerId', ParseUUIDPipe) customerId: string,
    @Body() { amount, channel, accountId }: StartTopUpDto,
  ): Promise<StartedTopUpDto> {
    const wish = { channel, accountId, returnUrl: this.app.publicUrl };
    const { topUp, attempt } = await this.topUps.start({ customerId, amount: MoneyDto.toMoney(amount), ...wish });
    const { id: attemptId, state: attemptState, vaNumber, qrString, payUrl } = attempt;
    const total = MoneyDto.from(attempt.amount, attempt.currency);
    return Object.assign(present(topUp), { attemptId, attemptState, total, vaNumber, qrString, payUrl });
  }
}

function present({
  id,
  customerId,
  amount,
  currency,
  status,
  paymentId,
  createdBy,
  createdAt,
  expiresAt,
}: TopUp): TopUpDto {
  return {
    id,
    customerId,
    amount: MoneyDto.from(amount, currency),
    status,
    paymentId,
    createdBy,
    createdAt,
    expiresAt,
  };
}
