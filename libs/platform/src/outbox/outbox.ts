import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '../database/database';
import { type Statement } from '../database/after-commit.subscriber';
import { type EventPayload, type EventType } from '../events/event-type';
import { OutboxSignal } from './outbox-signal';

/**
 * One event to publish. `key` names the fact inside its topic: a second publication of the same key is ignored (billing.md
 * G1).
 */
export interface NewEvent<P extends EventPayload> {
  key: string;
  payload: P;
}

interface EventRow {
  id: string;
  topic: string;
  key: string;
  payload: EventPayload;
}

/**
 * Writes events into the transaction that makes them true, all of them with its commit. They leave the database only
 * afterwards, at least once, through the relay.
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

  /** One statement for all events of a transaction. */
  async publishMany<P extends EventPayload>(type: EventType<P>, events: readonly NewEvent<P>[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.atCommit(
      insertOf,
      events.map(({ key, payload }): EventRow => ({ id: uuidv7(), topic: type.topic, key, payload })),
    );
    this.database.afterCommit(this.wake);
  }

  private readonly wake = (): void => {
    this.signal.wake();
  };
}

const insertOf = (rows: readonly EventRow[]): Statement => ({
  sql: `insert into outbox_events (id, topic, key, payload)
        select id, topic, key, payload
          from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[]) as e (id, topic, key, payload)
        on conflict (topic, key) do nothing`,
  parameters: [
    rows.map(({ id }) => id),
    rows.map(({ topic }) => topic),
    rows.map(({ key }) => key),
    rows.map(({ payload }) => JSON.stringify(payload)),
  ],
});
