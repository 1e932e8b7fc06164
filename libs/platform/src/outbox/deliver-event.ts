import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database';
import { EventHandlerRegistry, type RegisteredEventHandler } from '../events/event-handler-registry';
import { type JobHandler } from '../queue/job-handler';
import { WorkerMetrics } from '../queue/worker-metrics';
import { DeliveryRepository } from './delivery.repository';

/** Name of the jobs, on any queue, that deliver one event to one handler. */
export const DELIVER_EVENT = 'outbox.deliver';

/** What such a job carries. */
export interface DeliveryJobData {
  eventId: string;
  handler: string;
}

const LONGEST_ERROR = 2_000;

/**
 * Delivers one event to one handler: the handler's work and the note that it is done stand in one transaction, so a job
 * that comes twice, or from two relays, finds nothing left to do (billing.md G6).
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
  async handle({ eventId, handler }: DeliveryJobData): Promise<null> {
    const entry = this.handlers.find(handler);
    if (!entry) throw new Error(`no event handler ${handler} in this process, the relay will offer it again`);
    try {
      await this.database.transaction(() => this.deliver(eventId, entry));
    } catch (error) {
      await this.fail(eventId, entry, error);
    }
    return null;
  }

  private async deliver(eventId: string, { handler, metadata }: RegisteredEventHandler): Promise<void> {
    const event = await this.repository.lockPending(eventId, metadata.name);
    if (!event) return;
    await handler.handle(event);
    await this.repository.markDone(eventId, metadata.name);
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
