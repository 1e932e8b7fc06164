import { plain, listOf, at, edit, gone, type OperationRequest } from './operation-request';

const WEBHOOK = { url: 'https://hooks.example.com/in', topics: ['*'] };

export const integration: Record<string, OperationRequest> = {
  listWebhookEndpoints: listOf('endpoint'),
  listWebhookTopics: plain,
  getWebhookEndpoint: at('endpoint'),
  createWebhookEndpoint: { body: () => WEBHOOK },
  updateWebhookEndpoint: edit('endpoint', { description: 'x' }),
  deleteWebhookEndpoint: gone('endpoint'),
  rotateWebhookSecret: at('endpoint', { body: () => ({ overlapHours: 1 }) }),
  testWebhookEndpoint: at('endpoint'),
  listWebhookDeliveries: at('endpoint'),
  redeliverWebhook: { params: { id: 'endpoint', deliveryId: 'delivery' } },
};
