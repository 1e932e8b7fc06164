import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { localDate } from '@app/core';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { ControlPermissions } from '../../payments-control.permissions';
import { GatewayPayouts } from '../../services/settlement-reports/gateway-payouts.service';
import {
  GatewayPayoutDto,
  GatewayPayoutListQueryDto,
  GatewayPayoutPageDto,
  RecordPayoutDto,
} from './dto/settlement-report.dto';
import { presentPayout } from './settlement.presenter';

/** Money that gateways sent to our banks. */
@ApiTags('settlement')
@ApiBearerAuth()
@Controller({ path: 'gateway-payouts', version: '1' })
export class GatewayPayoutsController {
  constructor(private readonly payouts: GatewayPayouts) {}

  /** Record a payout: from the gateway's clearing account to the bank, once per reference. */
  @Post()
  @Idempotent()
  @RequirePermission(ControlPermissions['settlement:import'])
  async recordGatewayPayout(@Body() { amount, paidOn, ...body }: RecordPayoutDto): Promise<GatewayPayoutDto> {
    const command = { ...body, amount: MoneyDto.toMoney(amount), paidOn: localDate(paidOn) };
    return presentPayout(await this.payouts.record(command));
  }

  /** Payouts, newest first. */
  @Get()
  @RequirePermission(ControlPermissions['settlement:read'])
  async listGatewayPayouts(@Query() query: GatewayPayoutListQueryDto): Promise<GatewayPayoutPageDto> {
    return presentPage(await this.payouts.list(query, query.accountId), presentPayout);
  }
}
