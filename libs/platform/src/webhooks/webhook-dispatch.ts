import { Injectable, Logger } from '@nestjs/common';
import { JobQueue, type JobToAdd } from '../queue/job-queue';
import { type ClaimedWebhook, WebhookDeliveryRepository } from './webhook-delivery.repository';

/** Name of the jobs that attempt one delivery. */
export const DELIVER_WEBHOOK = 'webhooks.deliver';

/** The relay's step for webhooks: puts every due delivery on its queue. */
@Injectable()
export class WebhookDispatch {
  private readonly logger = new Logger(WebhookDispatch.name);

  constructor(
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly queue: JobQueue,
  ) {}

  /** Returns how many were due. What does not reach the queue is due again in a minute. */
  async carry(limit: number): Promise<number> {
    const claimed = await this.deliveries.claimDue(limit);
    if (claimed.length === 0) return 0;
    try {
      await this.queue.addBulk(claimed.map(jobOf));
    } catch (error) {
      this.logger.warn(`${claimed.length} webhooks did not reach their queue: ${String(error)}`);
    }
    return claimed.length;
  }
}

const jobOf = ({ id, attempts }: ClaimedWebhook): JobToAdd => ({
  name: DELIVER_WEBHOOK,
  queue: 'webhooks',
  data: { id, attempts },
  jobId: `${id}-${attempts}`,
});
