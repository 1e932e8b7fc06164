import { Injectable, Logger } from '@nestjs/common';
import { EventHandlerRegistry } from '../events/event-handler-registry';
import { JobQueue, type JobToAdd } from '../queue/job-queue';
import { DELIVER_EVENT } from './deliver-event';
import { LocalDeliveries } from './local-deliveries';
import { type ClaimedDelivery, RelayRepository } from './relay.repository';

const RELEASE_MS = 1_000;
/** Events of one job, for handlers that take many. */
const AT_ONCE = 200;

/** Brings claimed deliveries to their handlers: here, or by their queues. */
@Injectable()
export class DeliveryDispatch {
  private readonly logger = new Logger(DeliveryDispatch.name);

  constructor(
    private readonly repository: RelayRepository,
    private readonly handlers: EventHandlerRegistry,
    private readonly here: LocalDeliveries,
    private readonly queue: JobQueue,
  ) {}

  /** Is this handler called here, as long as there is room? */
  isLocal(handler: string): boolean {
    return this.here.serves(handler);
  }

  /** What has no place here goes to its queue, and is given back where that cannot be reached. */
  async send(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    await this.enqueue(this.here.take(deliveries));
  }

  /** To the queues, whatever the handler. */
  async enqueue(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    try {
      await this.queue.addBulk(this.jobsOf(deliveries));
    } catch (error) {
      this.logger.warn(`${deliveries.length} deliveries did not reach their queue: ${String(error)}`);
      await this.repository.release(deliveries, RELEASE_MS);
    }
  }

  /** Resolves when nothing is being delivered here any more. */
  async idle(): Promise<void> {
    await this.here.idle();
  }

  /** One job for many events of a handler that takes many at once, one for each event of the others. */
  private jobsOf(deliveries: readonly ClaimedDelivery[]): JobToAdd[] {
    return [...new Set(deliveries.map(({ handler }) => handler))].flatMap((handler) => {
      const eventIds = deliveries.filter((one) => one.handler === handler).map(({ eventId }) => eventId);
      const entry = this.handlers.find(handler);
      const length = entry?.handler.handleMany ? AT_ONCE : 1;
      const queue = entry?.metadata.queue ?? 'platform';
      return inParts(eventIds, length).map((part) => ({
        ...{ name: DELIVER_EVENT, queue, data: { eventIds: part, handler } },
        jobId: `${String(part[0])}-${handler}`,
      }));
    });
  }
}

const inParts = <T>(all: readonly T[], length: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / length) }, (_, n) => all.slice(n * length, (n + 1) * length));
