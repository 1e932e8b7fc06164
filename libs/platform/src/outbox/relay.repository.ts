import { Injectable } from '@nestjs/common';
import { Database, HOT } from '../database/database';
import { eventTopics } from '../events/event-type';
import { type RegisteredEventHandler } from '../events/event-handler-registry';

/** A delivery that is to be put on its queue now. */
export interface ClaimedDelivery {
  eventId: string;
  handler: string;
}

interface FanOutRow {
  relayed: number;
  webhooks: number;
  eventId: string | null;
  handler: string | null;
}

/** Longest pause between two attempts to put a delivery on its queue. */
const LONGEST_PAUSE = `interval '10 minutes'`;

/** The relay's statements. Each is one transaction of its own; several relays share the rows by SKIP LOCKED. */
@Injectable()
export class RelayRepository {
  constructor(private readonly database: Database) {}

  /**
   * Turns new events into one delivery per subscribed handler, claimed for the caller, and into one webhook delivery per
   * active endpoint that wants to know, in the same statement.
   *
   * @param claimMs how long the deliveries to a handler are the caller's
   * @returns how many events were taken, how many webhook deliveries were made of them, and the deliveries to handlers
   */
  async fanOut(
    handlers: readonly RegisteredEventHandler[],
    limit: number,
    claimMs: (handler: string) => number,
  ): Promise<{ events: number; webhooks: number; deliveries: ClaimedDelivery[] }> {
    const rows = await this.database.query<FanOutRow>(
      `with picked as materialized (
         select id, topic from outbox_events where relayed_at is null order by id limit $4 for update skip locked
       ), relayed as (
         update outbox_events e set relayed_at = now() from picked p where e.id = p.id returning e.id
       ), fanned as (
         insert into outbox_deliveries (event_id, handler, queue, enqueue_after)
         select p.id, s.handler, s.queue, now() + s.claim_ms * interval '1 millisecond'
         from picked p
         join unnest($1::text[], $2::text[], $3::text[], $5::int[]) as s (topic, handler, queue, claim_ms) using (topic)
         on conflict do nothing
         returning event_id, handler
       ), webhooks as (
         insert into webhook_deliveries (id, endpoint_id, event_id, topic, payload, occurred_at)
         select gen_random_uuid(), w.id, e.id, e.topic, e.payload, e.occurred_at
         from picked p join outbox_events e on e.id = p.id and e.topic = any ($6::text[])
         join webhook_endpoints w on w.active and exists (
           select from unnest(w.topics) as t (pattern) where t.pattern = e.topic
             or (right(t.pattern, 1) = '*' and starts_with(e.topic, left(t.pattern, -1))))
         on conflict do nothing
         returning id
       )
       select (select count(*)::int from relayed) as relayed, (select count(*)::int from webhooks) as webhooks, f.event_id as "eventId", f.handler
       from (values (1)) as one left join fanned f on true`,
      [
        handlers.map(({ metadata }) => metadata.topic),
        handlers.map(({ metadata }) => metadata.name),
        handlers.map(({ metadata }) => metadata.queue),
        limit,
        handlers.map(({ metadata }) => claimMs(metadata.name)),
        eventTopics(),
      ],
      HOT,
    );
    return { events: rows[0]?.relayed ?? 0, webhooks: rows[0]?.webhooks ?? 0, deliveries: rows.filter(isDelivery) };
  }

  /**
   * Claims pending deliveries that are due: retries, replays, and what a queue has lost. The longer an event waits, the
   * rarer it is put on its queue again.
   */
  async claimDue(
    handlers: readonly string[],
    limit: number,
    redeliverAfterMs: number,
  ): Promise<readonly ClaimedDelivery[]> {
    return this.database.query<ClaimedDelivery>(
      `with due as materialized (
         select event_id, handler from outbox_deliveries
         where state = 'PENDING' and enqueue_after <= now() and handler = any ($1::text[])
         order by enqueue_after limit $2 for update skip locked
       ), claimed as (
         update outbox_deliveries d
         set enqueue_after = now() + greatest(
           $3 * interval '1 millisecond', least((now() - e.occurred_at) / 4, ${LONGEST_PAUSE}))
         from due join outbox_events e on e.id = due.event_id
         where d.event_id = due.event_id and d.handler = due.handler
         returning d.event_id, d.handler
       )
       select event_id as "eventId", handler from claimed`,
      [handlers, limit, redeliverAfterMs],
    );
  }

  /** Gives claimed deliveries back that did not reach their queue. */
  async release(deliveries: readonly ClaimedDelivery[], pauseMs: number): Promise<void> {
    await this.database.execute(
      `update outbox_deliveries d set enqueue_after = now() + $3 * interval '1 millisecond'
       from unnest($1::uuid[], $2::text[]) as c (event_id, handler)
       where d.event_id = c.event_id and d.handler = c.handler and d.state = 'PENDING'`,
      [deliveries.map((d) => d.eventId), deliveries.map((d) => d.handler), pauseMs],
    );
  }
}

function isDelivery(row: FanOutRow): row is FanOutRow & ClaimedDelivery {
  return row.eventId !== null && row.handler !== null;
}
