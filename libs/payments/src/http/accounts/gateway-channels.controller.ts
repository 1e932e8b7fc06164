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
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { languageOf, RateLimit, RequirePermission } from '@app/platform';
import { type AccountChannel } from '../../domain/accounts/channel';
import { PaymentPermissions } from '../../payments.permissions';
import { Channels } from '../../services/accounts/channels.service';
import { GatewayChannelDto, GatewayChannelListDto, UpdateGatewayChannelDto } from './dto/channel.dto';
import { presentChannel, toChannelPatch } from './gateway.presenter';

/** Ways to pay of a merchant account. */
@ApiTags('gateways')
@ApiBearerAuth()
@Controller({ path: 'gateways/:id/channels', version: '1' })
export class GatewayChannelsController {
  constructor(private readonly channels: Channels) {}

  /** Channels of an account, as last heard of. */
  @Get()
  @RequirePermission(PaymentPermissions['gateway:read'])
  async listGatewayChannels(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('accept-language') language?: string,
  ): Promise<GatewayChannelListDto> {
    return listOf(await this.channels.of(id), language);
  }

  /** Ask the gateway for its channels now. */
  @Post('refresh')
  @HttpCode(HttpStatus.OK)
  @RateLimit('expensive')
  @RequirePermission(PaymentPermissions['gateway:manage'])
  async refreshGatewayChannels(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('accept-language') language?: string,
  ): Promise<GatewayChannelListDto> {
    return listOf(await this.channels.refresh(id), language);
  }

  /** Switch a channel, or set what it costs whom. */
  @Patch(':channel')
  @RequirePermission(PaymentPermissions['gateway:manage'])
  async updateGatewayChannel(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('channel') channel: string,
    @Body() body: UpdateGatewayChannelDto,
    @Headers('accept-language') language?: string,
  ): Promise<GatewayChannelDto> {
    return presentChannel(await this.channels.update(id, channel, toChannelPatch(body)), languageOf(language));
  }
}

const listOf = (channels: readonly AccountChannel[], language: string | undefined): GatewayChannelListDto => ({
  items: channels.map((channel) => presentChannel(channel, languageOf(language))),
});
