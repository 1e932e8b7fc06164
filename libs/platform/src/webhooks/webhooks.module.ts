import { Module } from '@nestjs/common';
import { WebhookDeliveryRepository } from './webhook-delivery.repository';
import { WebhookEndpointRepository } from './webhook-endpoint.repository';
import { WebhookEndpointsService } from './webhook-endpoints.service';
import { WebhookSender } from './webhook-sender';
import { WebhookSettings } from './webhook-settings';

/** Webhook endpoints for any process; the worker's relay and jobs deliver. */
@Module({
  providers: [
    WebhookDeliveryRepository,
    WebhookEndpointRepository,
    WebhookEndpointsService,
    WebhookSender,
    WebhookSettings,
  ],
  exports: [WebhookDeliveryRepository, WebhookEndpointsService, WebhookSender],
})
export class WebhooksModule {}
