import { Injectable } from '@nestjs/common';
import { Database, HOT } from '../database/database';
import { type EventPayload, type PublishedEvent } from '../events/event-type';

export type DeliveryState = 'PENDING' | 'DONE' | 'DEAD';

/** Statements of one delivery. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** Those events whose delivery is neither done nor dead nor being worked on, locked until the transaction ends. */
  async lockPending(eventIds: readonly string[], handler: string): Promise<PublishedEvent<EventPayload>[]> {
    return this.database.query(
      `select e.id, e.topic, e.key, e.payload, e.occurred_at as "occurredAt"
       from outbox_deliveries d join outbox_events e on e.id = d.event_id
       where d.event_id = any ($1::uuid[]) and d.handler = $2 and d.state = 'PENDING'
       order by d.event_id for update of d skip locked`,
      [eventIds, handler],
      HOT,
    );
  }

  async markDone(eventIds: readonly string[], handler: string): Promise<void> {
    await this.database.execute(
      `update outbox_deliveries set state = 'DONE', done_at = now(), attempts = attempts + 1, last_error = null
       where event_id = any ($1::uuid[]) and handler = $2`,
      [eventIds, handler],
      HOT,
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
