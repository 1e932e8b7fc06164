import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@app/core';
import { Idempotent, languageOf, type MoneyDto, presentPage, RateLimit, RequirePermission } from '@app/platform';
import { Gateways } from '../../gateways';
import { PaymentPermissions } from '../../payments.permissions';
import { Channels } from '../../services/accounts/channels.service';
import { GatewayAccounts, type MaskedAccount } from '../../services/accounts/gateway-accounts.service';
import { GatewayCalls } from '../../services/accounts/gateway-calls';
import {
  CreateGatewayDto,
  GatewayAccountDetailDto,
  GatewayAccountPageDto,
  GatewayFormListDto,
  GatewayListQueryDto,
  GatewayTestDto,
  RotateGatewaySecretsDto,
  UpdateGatewayDto,
} from './dto/gateway.dto';
import { presentAccount, presentAccountDetail, presentForm } from './gateway.presenter';

const OVERLAP_HOURS = 48;

/** Merchant accounts at payment gateways: several at once, per site or for all. */
@ApiTags('gateways')
@ApiBearerAuth()
@Controller({ path: 'gateways', version: '1' })
export class GatewaysController {
  constructor(
    private readonly accounts: GatewayAccounts,
    private readonly channels: Channels,
    private readonly gateways: Gateways,
    private readonly calls: GatewayCalls,
  ) {}

  /** Accounts of your sites. */
  @Get()
  @RequirePermission(PaymentPermissions['gateway:read'])
  async listGateways(@Query() query: GatewayListQueryDto): Promise<GatewayAccountPageDto> {
    return presentPage(await this.accounts.list(query, query), presentAccount);
  }

  /** What an account of each gateway needs: the fields of its form. */
  @Get('forms')
  @RequirePermission(PaymentPermissions['gateway:read'])
  listGatewayForms(@Headers('accept-language') language?: string): GatewayFormListDto {
    return { items: this.gateways.list().map((gateway) => presentForm(gateway, languageOf(language))) };
  }

  /** One account. */
  @Get(':id')
  @RequirePermission(PaymentPermissions['gateway:read'])
  async getGateway(@Param('id', ParseUUIDPipe) id: string): Promise<GatewayAccountDetailDto> {
    return this.detail(await this.accounts.get(id));
  }

  /** Add an account. Its secrets are sealed and never shown again. */
  @Post()
  @Idempotent()
  @RequirePermission(PaymentPermissions['gateway:manage'])
  async createGateway(@Body() body: CreateGatewayDto): Promise<GatewayAccountDetailDto> {
    const { minAmount, maxAmount, siteId = null, ...rest } = body;
    return this.detail(await this.accounts.create({ ...rest, siteId, ...limitsOf({ minAmount, maxAmount }) }));
  }

  /** Change an account. */
  @Patch(':id')
  @RequirePermission(PaymentPermissions['gateway:manage'])
  async updateGateway(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateGatewayDto,
  ): Promise<GatewayAccountDetailDto> {
    const { version, minAmount, maxAmount, ...patch } = body;
    return this.detail(await this.accounts.update(id, version, { ...patch, ...limitsOf({ minAmount, maxAmount }) }));
  }

  /** Replace secrets. Notifications signed with those before are taken for a while as well, 48 hours by default. */
  @Post(':id/rotate-secrets')
  @HttpCode(HttpStatus.OK)
  @RequirePermission(PaymentPermissions['gateway:manage'])
  async rotateGatewaySecrets(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, secrets, overlapHours }: RotateGatewaySecretsDto,
  ): Promise<GatewayAccountDetailDto> {
    return this.detail(await this.accounts.rotate(id, version, secrets, overlapHours ?? OVERLAP_HOURS));
  }

  /** Ask the gateway with the account's keys, without starting a payment. */
  @Post(':id/test')
  @HttpCode(HttpStatus.OK)
  @RateLimit('expensive')
  @RequirePermission(PaymentPermissions['gateway:manage'])
  async testGateway(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('accept-language') language?: string,
  ): Promise<GatewayTestDto> {
    await this.accounts.get(id);
    try {
      const channels = (await this.channels.refresh(id)).filter(({ offered }) => offered).length;
      return { ok: true, channels, problem: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { ok: false, channels: 0, problem: error.definition.title[languageOf(language)] };
    }
  }

  private detail(account: MaskedAccount): GatewayAccountDetailDto {
    const { gateway, id } = account;
    const callbackUrl = this.calls.callbackUrl(gateway, id);
    return presentAccountDetail(account, { callbackUrl, health: this.calls.health(id) });
  }
}

interface Limits {
  minAmount: MoneyDto | undefined;
  maxAmount: MoneyDto | null | undefined;
}

function limitsOf({ minAmount, maxAmount }: Limits): { minAmount?: bigint; maxAmount?: bigint | null } {
  return {
    ...(minAmount === undefined ? {} : { minAmount: BigInt(minAmount.amount) }),
    ...(maxAmount === undefined ? {} : { maxAmount: maxAmount === null ? null : BigInt(maxAmount.amount) }),
  };
}
