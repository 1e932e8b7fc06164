import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler';
import { type ClaimedWebhook } from './webhook-delivery.repository';
import { DELIVER_WEBHOOK } from './webhook-dispatch';
import { WebhookSender } from './webhook-sender';

/** One attempt of one delivery; further ones are the relay's business, so the queue tries it once. */
@Injectable()
@HandlesJob({ name: DELIVER_WEBHOOK, queue: 'webhooks', attempts: 1, keepCompleted: 0, keepFailed: 100 })
export class DeliverWebhook implements JobHandler<ClaimedWebhook> {
  constructor(private readonly sender: WebhookSender) {}

  async handle(claim: ClaimedWebhook): Promise<void> {
    await this.sender.attempt(claim);
  }
}
