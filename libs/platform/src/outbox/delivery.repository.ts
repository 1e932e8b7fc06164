import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { type EventPayload, type PublishedEvent } from '../events/event-type';

export type DeliveryState = 'PENDING' | 'DONE' | 'DEAD';

/** Statements of one delivery. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** The event, with its delivery locked until the transaction ends; undefined when it is done, dead or being worked on. */
  async lockPending(eventId: string, handler: string): Promise<PublishedEvent<EventPayload> | undefined> {
    return this.database.queryOne<PublishedEvent<EventPayload>>(
      `select e.id, e.topic, e.key, e.payload, e.occurred_at as "occurredAt"
       from outbox_deliveries d join outbox_events e on e.id = d.event_id
       where d.event_id = $1 and d.handler = $2 and d.state = 'PENDING'
       for update of d skip locked`,
      [eventId, handler],
    );
  }

  async markDone(eventId: string, handler: string): Promise<void> {
    await this.database.execute(
      `update outbox_deliveries set state = 'DONE', done_at = now(), attempts = attempts + 1, last_error = null
       where event_id = $1 and handler = $2`,
      [eventId, handler],
    );
  }

  /** Counts a failed attempt: due again after a pause that doubles from one second, dead after the last attempt. */
  async markFailed(eventId: string, handler: string, error: string, attempts: number): Promise<DeliveryState> {
    const row = await this.database.queryOne<{ state: DeliveryState }>(
      `update outbox_deliveries
       set attempts = attempts + 1, last_error = $3, failed_at = now(),
         state = case when attempts + 1 >= $4 then 'DEAD' else 'PENDING' end,
         enqueue_after = now() + least(power(2, attempts), 600) * interval '1 second'
       where event_id = $1 and handler = $2 and state = 'PENDING'
       returning state`,
      [eventId, handler, error, attempts],
    );
    return row?.state ?? 'DONE';
  }
}
