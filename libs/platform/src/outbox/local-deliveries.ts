import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/core';
import { EventHandlerRegistry } from '../events/event-handler-registry';
import { SystemContext } from '../queue/system-context';
import { WorkerMetrics } from '../queue/worker-metrics';
import { DELIVER_EVENT, DeliverEvent } from './deliver-event';
import { type ClaimedDelivery } from './relay.repository';

/** Events of one run of a handler. */
const AT_ONCE = 200;
/** Events that wait for one handler; what comes on top goes to its queue, for any worker. */
const MOST_WAITING = 1_000;

interface Waiting {
  eventId: string;
  since: number;
}

/**
 * Delivers past the queue, in the process that relayed them, the events of handlers that take many at once: such a handler
 * works for a few milliseconds, which is less than its job costs. Each handler has one run at a time; what comes meanwhile
 * is delivered together by the next. A process that dies leaves its deliveries to the relay, as a queue that lost them.
 */
@Injectable()
export class LocalDeliveries {
  private readonly logger = new Logger(LocalDeliveries.name);
  private readonly lanes = new Map<string, Waiting[]>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly handlers: EventHandlerRegistry,
    private readonly deliveries: DeliverEvent,
    private readonly context: SystemContext,
    private readonly metrics: WorkerMetrics,
    private readonly clock: Clock,
  ) {}

  /** Is this handler's place here, as long as there is room? */
  serves(handler: string): boolean {
    return this.handlers.find(handler)?.handler.handleMany !== undefined;
  }

  /** Returns those that are for their queues. */
  take(deliveries: readonly ClaimedDelivery[]): ClaimedDelivery[] {
    return deliveries.filter(({ eventId, handler }) => !this.add(eventId, handler));
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    await Promise.all(this.running);
  }

  private add(eventId: string, handler: string): boolean {
    if (!this.serves(handler)) return false;
    const lane = this.lanes.get(handler);
    const one = { eventId, since: this.clock.monotonicMs() };
    if (lane === undefined) this.open(handler, one);
    else if (lane.length >= MOST_WAITING) return false;
    else lane.push(one);
    return true;
  }

  private open(handler: string, first: Waiting): void {
    const lane = [first];
    this.lanes.set(handler, lane);
    const run = this.serve(handler, lane).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async serve(handler: string, lane: Waiting[]): Promise<void> {
    // why: the whole round that the relay is about to hand over goes into one run
    await Promise.resolve();
    while (lane.length > 0) await this.deliver(handler, lane.splice(0, AT_ONCE));
    this.lanes.delete(handler);
  }

  private async deliver(handler: string, waiting: readonly Waiting[]): Promise<void> {
    const started = this.clock.monotonicMs();
    const queue = this.handlers.find(handler)?.metadata.queue ?? 'platform';
    this.metrics.jobStarted(queue, started - (waiting[0]?.since ?? started));
    const eventIds = waiting.map(({ eventId }) => eventId);
    const outcome = await this.context
      .run(DELIVER_EVENT, () => this.deliveries.handle({ eventIds, handler }))
      .then(() => 'completed' as const)
      .catch((error: unknown) => {
        this.logger.warn(`${handler} is offered ${eventIds.length} events again later: ${String(error)}`);
        return 'failed' as const;
      });
    const ms = Math.round(this.clock.monotonicMs() - started);
    this.metrics.jobEnded({ queue, name: DELIVER_EVENT, outcome, ms });
  }
}
