import { Injectable, Logger } from '@nestjs/common';
import { PgListener } from '../database/pg-listener';
import { EventHandlerRegistry } from '../events/event-handler-registry';
import { JobQueue, type JobToAdd } from '../queue/job-queue';
import { WorkerMetrics } from '../queue/worker-metrics';
import { WebhookDispatch } from '../webhooks/webhook-dispatch';
import { DELIVER_EVENT } from './deliver-event';
import { OUTBOX_CHANNEL } from './outbox-signal';
import { type ClaimedDelivery, RelayRepository } from './relay.repository';
import { RelaySettings } from './relay-settings';

const RELEASE_MS = 1_000;

/**
 * Carries events from the outbox to the queues, woken by a notification and by polling. Any number of relays may run;
 * what one of them claimed and could not deliver, any of them finds again.
 */
@Injectable()
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly repository: RelayRepository,
    private readonly handlers: EventHandlerRegistry,
    private readonly queue: JobQueue,
    private readonly listener: PgListener,
    private readonly metrics: WorkerMetrics,
    private readonly settings: RelaySettings,
    private readonly webhooks: WebhookDispatch,
  ) {}

  async start(): Promise<void> {
    await this.listener.listen(OUTBOX_CHANNEL, () => {
      this.wake();
    });
    this.timer = setInterval(() => {
      this.wake();
    }, this.settings.pollMs);
    this.wake();
  }

  /** Claims nothing more; resolves when what was claimed is on its queues. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** Looks at the outbox now, or once more when it is being looked at. */
  wake(): void {
    if (this.stopped) return;
    this.again = true;
    this.round ??= this.work().finally(() => {
      this.round = undefined;
    });
  }

  private async work(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        await this.carry();
      } catch (error) {
        this.logger.warn(`the outbox could not be read, next try at the next poll: ${String(error)}`);
      }
    }
  }

  private async carry(): Promise<void> {
    const { batch, redeliverAfterMs } = this.settings;
    const handlers = this.handlers.all();
    const fresh = await this.repository.fanOut(handlers, batch, redeliverAfterMs);
    this.metrics.eventsRelayed(fresh.events);
    await this.enqueue(fresh.deliveries);
    const names = handlers.map(({ metadata }) => metadata.name);
    const due = await this.repository.claimDue(names, batch, redeliverAfterMs);
    await this.enqueue(due);
    const webhooks = await this.webhooks.carry(batch);
    if ([fresh.events, due.length, webhooks].includes(batch)) this.again = true;
  }

  private async enqueue(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    try {
      await this.queue.addBulk(deliveries.map((delivery) => this.jobOf(delivery)));
    } catch (error) {
      this.logger.warn(`${deliveries.length} deliveries did not reach their queue: ${String(error)}`);
      await this.repository.release(deliveries, RELEASE_MS);
    }
  }

  private jobOf(delivery: ClaimedDelivery): JobToAdd {
    const { eventId, handler } = delivery;
    const queue = this.handlers.find(handler)?.metadata.queue ?? 'platform';
    return { name: DELIVER_EVENT, queue, data: { eventId, handler }, jobId: `${eventId}-${handler}` };
  }
}
