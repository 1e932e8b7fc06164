import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { Database } from '@app/platform';

/** Something that happened to a subscription. */
export interface SubscriptionEvent {
  subscriptionId: string;
  action: string;
  happenedAt: Date;
  effectiveOn: LocalDate | null;
  actor: string;
  /** Small facts; amounts as text. */
  detail: object;
}

/** The history of subscriptions; nothing is ever taken out. */
@Injectable()
export class SubscriptionEventRepository {
  constructor(private readonly database: Database) {}

  /** One statement for any number. */
  async add(events: readonly SubscriptionEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.execute(
      `insert into subscription_events (id, subscription_id, action, happened_at, effective_on, actor, detail)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::date[], $6::text[], $7::jsonb[])`,
      [
        events.map(() => uuidv7()),
        events.map((event) => event.subscriptionId),
        events.map((event) => event.action),
        events.map((event) => event.happenedAt.toISOString()),
        events.map((event) => event.effectiveOn),
        events.map((event) => event.actor),
        events.map((event) => JSON.stringify(event.detail)),
      ],
    );
  }
}
