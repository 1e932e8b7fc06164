import { Module } from '@nestjs/common';
import { WebhooksModule } from '../webhooks.module';
import { WebhookEndpointsController } from './webhook-endpoints.controller';

/** The routes of webhook endpoints. For the API. */
@Module({ imports: [WebhooksModule], controllers: [WebhookEndpointsController] })
export class WebhooksHttpModule {}
