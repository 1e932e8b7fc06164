import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '../database/database';
import { type EventPayload, type EventType } from '../events/event-type';
import { OutboxSignal } from './outbox-signal';

/** One event to publish. `key` names the fact inside its topic: a second publication of the same key is ignored (billing.md G1). */
export interface NewEvent<P extends EventPayload> {
  key: string;
  payload: P;
}

/**
 * Writes events into the transaction that makes them true. They leave the database only after the commit, at least once,
 * through the relay.
 */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly signal: OutboxSignal,
  ) {}

  async publish<P extends EventPayload>(type: EventType<P>, event: NewEvent<P>): Promise<void> {
    await this.publishMany(type, [event]);
  }

  /** One statement for any number of events. */
  async publishMany<P extends EventPayload>(type: EventType<P>, events: readonly NewEvent<P>[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.execute(
      `insert into outbox_events (id, topic, key, payload)
       select id, $1, key, payload from unnest($2::uuid[], $3::text[], $4::jsonb[]) as e (id, key, payload)
       on conflict (topic, key) do nothing`,
      [type.topic, events.map(() => uuidv7()), events.map((e) => e.key), events.map((e) => JSON.stringify(e.payload))],
    );
    this.database.afterCommit(() => {
      this.signal.wake();
    });
  }
}
