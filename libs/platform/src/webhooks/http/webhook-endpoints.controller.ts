import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../access/route-access';
import { eventTopics } from '../../events/event-type';
import { presentPage } from '../../http/dto/page.dto';
import { RateLimit } from '../../http/rate-limit/rate-limit.decorator';
import { PlatformPermissions } from '../../platform.permissions';
import { type EndpointSecret, WebhookEndpointsService } from '../webhook-endpoints.service';
import { WebhookDeliveryDto, WebhookDeliveryPageDto } from './webhook-delivery.dto';
import {
  CreateWebhookEndpointDto,
  RotateWebhookSecretDto,
  UpdateWebhookEndpointDto,
  WebhookDeliveryListQueryDto,
  WebhookEndpointDto,
  WebhookEndpointListQueryDto,
  WebhookEndpointPageDto,
  WebhookEndpointSecretDto,
  WebhookTopicListDto,
} from './webhook-endpoint.dto';

const OVERLAP_HOURS = 24;

/** Where other systems are told of events. */
@ApiTags('integration')
@ApiBearerAuth()
@Controller({ path: 'webhook-endpoints', version: '1' })
export class WebhookEndpointsController {
  constructor(private readonly endpoints: WebhookEndpointsService) {}

  /** Every endpoint, newest first. */
  @Get()
  @RequirePermission(PlatformPermissions['webhook:read'])
  async listWebhookEndpoints(@Query() query: WebhookEndpointListQueryDto): Promise<WebhookEndpointPageDto> {
    return presentPage(await this.endpoints.list(query, query.active), (one) => WebhookEndpointDto.of(one));
  }

  /** Every event that can be subscribed to. */
  @Get('topics')
  @RequirePermission(PlatformPermissions['webhook:read'])
  listWebhookTopics(): WebhookTopicListDto {
    return { items: [...eventTopics()] };
  }

  /** One endpoint. */
  @Get(':id')
  @RequirePermission(PlatformPermissions['webhook:read'])
  async getWebhookEndpoint(@Param('id', ParseUUIDPipe) id: string): Promise<WebhookEndpointDto> {
    return WebhookEndpointDto.of(await this.endpoints.get(id));
  }

  /** Create an endpoint. The secret is shown this once. */
  @Post()
  @RequirePermission(PlatformPermissions['webhook:write'])
  async createWebhookEndpoint(@Body() body: CreateWebhookEndpointDto): Promise<WebhookEndpointSecretDto> {
    return secretDto(await this.endpoints.create(body));
  }

  /** Change an endpoint. A pause after failures ends. */
  @Patch(':id')
  @RequirePermission(PlatformPermissions['webhook:write'])
  async updateWebhookEndpoint(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateWebhookEndpointDto,
  ): Promise<WebhookEndpointDto> {
    const { version, ...patch } = body;
    return WebhookEndpointDto.of(await this.endpoints.update(id, version, patch));
  }

  /** Remove an endpoint with its deliveries. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission(PlatformPermissions['webhook:write'])
  async deleteWebhookEndpoint(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.endpoints.delete(id);
  }

  /** Replace the secret. The one before goes on signing as well for a while, 24 hours by default. */
  @Post(':id/rotate-secret')
  @HttpCode(HttpStatus.OK)
  @RequirePermission(PlatformPermissions['webhook:write'])
  async rotateWebhookSecret(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RotateWebhookSecretDto,
  ): Promise<WebhookEndpointSecretDto> {
    return secretDto(await this.endpoints.rotateSecret(id, body.overlapHours ?? OVERLAP_HOURS));
  }

  /** Send a test event now and see what the endpoint answers. It is not repeated. */
  @Post(':id/test')
  @HttpCode(HttpStatus.OK)
  @RateLimit('expensive')
  @RequirePermission(PlatformPermissions['webhook:write'])
  async testWebhookEndpoint(@Param('id', ParseUUIDPipe) id: string): Promise<WebhookDeliveryDto> {
    return WebhookDeliveryDto.of(await this.endpoints.test(id));
  }

  /** What was sent to an endpoint and what it answered, newest first. */
  @Get(':id/deliveries')
  @RequirePermission(PlatformPermissions['webhook:read'])
  async listWebhookDeliveries(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: WebhookDeliveryListQueryDto,
  ): Promise<WebhookDeliveryPageDto> {
    const page = await this.endpoints.listDeliveries(id, query, query);
    return presentPage(page, (delivery) => WebhookDeliveryDto.of(delivery));
  }

  /** Deliver once more, with all attempts; also what was delivered before. */
  @Post(':id/deliveries/:deliveryId/redeliver')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(PlatformPermissions['webhook:write'])
  async redeliverWebhook(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('deliveryId', ParseUUIDPipe) deliveryId: string,
  ): Promise<WebhookDeliveryDto> {
    return WebhookDeliveryDto.of(await this.endpoints.redeliver(id, deliveryId));
  }
}

const secretDto = ({ endpoint, secret }: EndpointSecret): WebhookEndpointSecretDto => ({
  endpoint: WebhookEndpointDto.of(endpoint),
  secret,
});
