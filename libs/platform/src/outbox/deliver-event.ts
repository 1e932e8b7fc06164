import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database';
import { EventHandlerRegistry, type RegisteredEventHandler } from '../events/event-handler-registry';
import { type JobHandler } from '../queue/job-handler';
import { WorkerMetrics } from '../queue/worker-metrics';
import { DeliveryRepository } from './delivery.repository';

/** Name of the jobs, on any queue, that deliver events to one handler. */
export const DELIVER_EVENT = 'outbox.deliver';

/** What such a job carries. */
export interface DeliveryJobData {
  eventIds: readonly string[];
  handler: string;
}

const LONGEST_ERROR = 2_000;

/**
 * Delivers events to one handler: the handler's work and the note that it is done stand in one transaction, so a job that
 * comes twice, or from two relays, finds nothing left to do (billing.md G6). Handlers that can take many at once get many;
 * what they leave or fail at is delivered one by one, so that one bad event harms no other.
 */
@Injectable()
export class DeliverEvent implements JobHandler<DeliveryJobData, null> {
  private readonly logger = new Logger(DeliverEvent.name);

  constructor(
    private readonly database: Database,
    private readonly repository: DeliveryRepository,
    private readonly handlers: EventHandlerRegistry,
    private readonly metrics: WorkerMetrics,
  ) {}

  /** Throws only when the failure itself could not be recorded: the relay then finds the delivery again. */
  async handle({ eventIds, handler }: DeliveryJobData): Promise<null> {
    const entry = this.handlers.find(handler);
    if (!entry) throw new Error(`no event handler ${handler} in this process, the relay will offer it again`);
    for (const eventId of await this.deliverMany(eventIds, entry)) {
      try {
        await this.database.transaction(() => this.deliver(eventId, entry));
      } catch (error) {
        await this.fail(eventId, entry, error);
      }
    }
    return null;
  }

  /** Returns the events that are left. */
  private async deliverMany(
    eventIds: readonly string[],
    { handler, metadata }: RegisteredEventHandler,
  ): Promise<readonly string[]> {
    if (!handler.handleMany) return eventIds;
    try {
      return await this.database.transaction(async () => {
        const events = await this.repository.lockPending(eventIds, metadata.name);
        const left = events.length === 0 ? [] : ((await handler.handleMany?.(events)) ?? []);
        const leftIds = left.map(({ id }) => id);
        const doneIds = events.map(({ id }) => id).filter((id) => !leftIds.includes(id));
        if (doneIds.length > 0) await this.repository.markDone(doneIds, metadata.name);
        return leftIds;
      });
    } catch (error) {
      this.logger.debug(`${metadata.name} failed on ${eventIds.length} events at once: ${String(error)}`);
      return eventIds;
    }
  }

  private async deliver(eventId: string, { handler, metadata }: RegisteredEventHandler): Promise<void> {
    const [event] = await this.repository.lockPending([eventId], metadata.name);
    if (!event) return;
    await handler.handle(event);
    await this.repository.markDone([eventId], metadata.name);
  }

  private async fail(eventId: string, { metadata }: RegisteredEventHandler, error: unknown): Promise<void> {
    const message = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);
    const state = await this.repository.markFailed(eventId, metadata.name, message, metadata.attempts);
    if (state !== 'DEAD') {
      this.logger.warn(`${metadata.name} failed on event ${eventId}, it is tried again: ${message}`);
      return;
    }
    this.metrics.deliveryDied(metadata.name);
    this.logger.error(`${metadata.name} gave up on event ${eventId}: ${message}`);
  }
}
