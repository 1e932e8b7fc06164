import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/core';
import { PgListener } from '../database/pg-listener';
import { EventHandlerRegistry } from '../events/event-handler-registry';
import { WorkerMetrics } from '../queue/worker-metrics';
import { WebhookDispatch } from '../webhooks/webhook-dispatch';
import { DeliveryDispatch } from './delivery-dispatch';
import { OUTBOX_CHANNEL } from './outbox-signal';
import { RelayRepository } from './relay.repository';
import { RelaySettings } from './relay-settings';

/**
 * Carries events from the outbox to the queues of their handlers, or to the handler itself where that takes many at once.
 * Woken by a notification and by polling. Any number of relays may run; what one of them claimed and could not deliver, any
 * of them finds again.
 */
@Injectable()
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  /** Deliveries and webhooks that are due again are looked for as well. */
  private thorough = true;
  private begunAt = -Infinity;

  constructor(
    private readonly repository: RelayRepository,
    private readonly handlers: EventHandlerRegistry,
    private readonly dispatch: DeliveryDispatch,
    private readonly listener: PgListener,
    private readonly metrics: WorkerMetrics,
    private readonly settings: RelaySettings,
    private readonly webhooks: WebhookDispatch,
    private readonly clock: Clock,
  ) {}

  async start(): Promise<void> {
    await this.listener.listen(OUTBOX_CHANNEL, () => {
      this.wake();
    });
    this.timer = setInterval(() => {
      this.thorough = true;
      this.wake();
    }, this.settings.pollMs);
    this.wake();
  }

  /** Claims nothing more; resolves when what was claimed is on its queues, or delivered. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.round;
    await this.dispatch.idle();
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
      await this.rest();
      this.again = false;
      try {
        await this.carry();
      } catch (error) {
        this.logger.warn(`the outbox could not be read, next try at the next poll: ${String(error)}`);
      }
    }
  }

  /** At once after a quiet time; under load, what comes within a moment is carried together. */
  private async rest(): Promise<void> {
    const ms = this.begunAt + this.settings.restMs - this.clock.monotonicMs();
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    this.begunAt = this.clock.monotonicMs();
  }

  private async carry(): Promise<void> {
    const { batch, redeliverAfterMs, redeliverLocalAfterMs } = this.settings;
    const handlers = this.handlers.all();
    const fresh = await this.repository.fanOut(handlers, batch, (handler) =>
      this.dispatch.isLocal(handler) ? Math.min(redeliverLocalAfterMs, redeliverAfterMs) : redeliverAfterMs,
    );
    this.metrics.eventsRelayed(fresh.events);
    await this.dispatch.send(fresh.deliveries);
    if (fresh.events === batch) this.again = true;
    // why: whoever calls without an event has made something due again
    if (this.thorough || fresh.events === 0 || fresh.webhooks > 0) await this.carryDue();
  }

  private async carryDue(): Promise<void> {
    const { batch, redeliverAfterMs } = this.settings;
    this.thorough = false;
    const names = this.handlers.all().map(({ metadata }) => metadata.name);
    const due = await this.repository.claimDue(names, batch, redeliverAfterMs);
    await this.dispatch.enqueue(due);
    const webhooks = await this.webhooks.carry(batch);
    if (due.length < batch && webhooks < batch) return;
    this.thorough = true;
    this.again = true;
  }
}
