import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { Database } from '../database/database';
import { condition, KeysetList, type ListRequest } from '../database/keyset-list';
import { type WebhookDelivery, type WebhookDeliveryState } from './webhook-endpoint';

export interface WebhookDeliveryFilter {
  state?: WebhookDeliveryState;
  topic?: string;
}

/** A delivery that is to be attempted now. */
export interface ClaimedWebhook {
  id: string;
  /** Attempts so far: the next one is made once, by whoever begins it first. */
  attempts: number;
}

/** What an attempt needs. */
export interface WebhookAttempt {
  endpointId: string;
  url: string;
  secretSealed: string;
  /** Only while the secret before goes on. */
  previousSecretSealed: string | null;
  eventId: string;
  topic: string;
  payload: Record<string, unknown>;
  occurredAt: Date;
  /** The first is 1. */
  attempt: number;
  /** PostgreSQL's clock, which does not travel. */
  seconds: number;
}

/** What came of an attempt. */
export interface WebhookOutcome {
  state: WebhookDeliveryState;
  pauseMs: number;
  status: number | null;
  durationMs: number | null;
  response: string | null;
  error: string | null;
}

const COLUMNS = `d.id, d.endpoint_id as "endpointId", d.event_id as "eventId", d.topic, d.payload,
  d.occurred_at as "occurredAt", d.state, d.attempts, d.next_attempt_at as "nextAttemptAt", d.status,
  d.duration_ms as "durationMs", d.response, d.error, d.attempted_at as "attemptedAt", d.created_at as "createdAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from webhook_deliveries d`,
  id: 'd.id',
  sorts: { createdAt: { sql: 'd.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** All SQL for webhook deliveries but their making, which is part of the relay's fan-out. */
@Injectable()
export class WebhookDeliveryRepository {
  constructor(private readonly database: Database) {}

  async find(endpointId: string, id: string): Promise<WebhookDelivery | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS} from webhook_deliveries d where d.endpoint_id = $1 and d.id = $2`,
      [endpointId, id],
    );
  }

  async page(endpointId: string, request: ListRequest, filter: WebhookDeliveryFilter): Promise<Page<WebhookDelivery>> {
    const conditions = [condition('d.endpoint_id = $?', endpointId)];
    if (filter.state !== undefined) conditions.push(condition('d.state = $?', filter.state));
    if (filter.topic !== undefined) conditions.push(condition('d.topic = $?', filter.topic));
    return list.page(this.database, request, conditions);
  }

  /** A delivery that no relay finds for ten minutes: whoever made it attempts it. */
  async insertTest(row: { id: string; endpointId: string; eventId: string; topic: string }): Promise<void> {
    await this.database.execute(
      `insert into webhook_deliveries (id, endpoint_id, event_id, topic, payload, occurred_at, next_attempt_at)
       values ($1, $2, $3, $4, '{}', now(), now() + interval '10 minutes')`,
      [row.id, row.endpointId, row.eventId, row.topic],
    );
  }

  /** Claims what is due at endpoints that are active and not pausing; one that is not heard of is due again in a minute. */
  async claimDue(limit: number): Promise<ClaimedWebhook[]> {
    return this.database.query<ClaimedWebhook>(
      `with due as materialized (
         select d.id from webhook_deliveries d
         join webhook_endpoints w on w.id = d.endpoint_id and w.active and (w.retry_at is null or w.retry_at <= now())
         where d.state = 'PENDING' and d.next_attempt_at <= now()
         order by d.next_attempt_at limit $1 for update of d skip locked
       )
       update webhook_deliveries d set next_attempt_at = now() + interval '1 minute'
       from due where d.id = due.id returning d.id, d.attempts`,
      [limit],
    );
  }

  /** Counts the attempt before it is made; undefined when it has begun already or is not wanted any more. */
  async begin({ id, attempts }: ClaimedWebhook): Promise<WebhookAttempt | undefined> {
    return this.database.queryOne<WebhookAttempt>(
      `update webhook_deliveries d
       set attempts = d.attempts + 1, attempted_at = now(), next_attempt_at = now() + interval '2 minutes'
       from webhook_endpoints w
       where w.id = d.endpoint_id and d.id = $1 and d.attempts = $2 and d.state = 'PENDING'
       returning w.id as "endpointId", w.url, w.secret_sealed as "secretSealed",
         case when w.previous_secret_until > now() then w.previous_secret_sealed end as "previousSecretSealed",
         d.event_id as "eventId", d.topic, d.payload, d.occurred_at as "occurredAt", d.attempts as attempt,
         extract(epoch from clock_timestamp())::int as seconds`,
      [id, attempts],
    );
  }

  /** Records what came of attempt number `attempt`, unless another one has begun meanwhile. */
  async finish(id: string, attempt: number, outcome: WebhookOutcome): Promise<void> {
    await this.database.execute(
      `update webhook_deliveries
       set state = $3, next_attempt_at = now() + $4 * interval '1 millisecond', status = $5, duration_ms = $6,
           response = $7, error = $8
       where id = $1 and attempts = $2`,
      [
        id,
        attempt,
        outcome.state,
        outcome.pauseMs,
        outcome.status,
        outcome.durationMs,
        outcome.response,
        outcome.error,
      ],
    );
  }

  /** Starts a delivery from the beginning. False when there is none. */
  async revive(endpointId: string, id: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update webhook_deliveries set state = 'PENDING', attempts = 0, next_attempt_at = now()
       where endpoint_id = $1 and id = $2`,
      [endpointId, id],
    );
    return affected === 1;
  }

  /** Deletes up to `limit` of what is older than its keeping time, whatever became of it; returns how many. */
  async purge(deliveredDays: number, otherDays: number, limit: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from webhook_deliveries where ctid = any (array(
         select ctid from webhook_deliveries
         where created_at < now() - $1 * interval '1 day'
           and (state = 'DELIVERED' or created_at < now() - $2 * interval '1 day')
         order by created_at limit $3))`,
      [deliveredDays, otherDays, limit],
    );
    return affected;
  }
}
