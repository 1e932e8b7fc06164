import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler } from '../queue/job-handler';
import { Scheduled } from '../scheduler/scheduled.decorator';
import { WebhookDeliveryRepository } from './webhook-delivery.repository';

const DELIVERED_DAYS = 30;
const OTHER_DAYS = 90;
const BATCH = 2_000;

/** Keeps the log of webhook deliveries bounded: delivered ones for 30 days, all others for 90. */
@Injectable()
@HandlesJob({ name: 'webhooks.purge-deliveries', queue: 'platform' })
@Scheduled({ description: 'Delete old webhook deliveries', cron: '43 3 * * *', timeZone: 'Asia/Jakarta' })
export class PurgeWebhookDeliveries implements JobHandler {
  constructor(private readonly deliveries: WebhookDeliveryRepository) {}

  async handle(_data: object, context: JobContext): Promise<{ deleted: number }> {
    let deleted = 0;
    for (;;) {
      const batch = await this.deliveries.purge(DELIVERED_DAYS, OTHER_DAYS, BATCH);
      deleted += batch;
      if (batch < BATCH || context.signal.aborted) return { deleted };
    }
  }
}
