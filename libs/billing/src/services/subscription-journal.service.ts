import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { AuditLog, CurrentActor, Outbox } from '@app/platform';
import { SubscriptionChanged } from '../events/subscription-changed.event';
import { type Subscription } from '../repositories/subscription.repository';
import { SubscriptionEventRepository } from '../repositories/subscriptions/subscription-event.repository';

/** Something that was done to a subscription. */
export interface JournalEntry {
  /** `PLAN_CHANGED`; the audit log says `subscription.plan-changed`. */
  event: string;
  happenedAt: Date;
  /** First local day on which it counts; null: it has none. */
  effectiveOn: LocalDate | null;
  before?: Subscription;
  after: Subscription;
  detail: object;
}

/**
 * Tells of changed subscriptions, in their transaction: the other modules by an event, auditors by an entry, everybody who
 * looks after the customer by the timeline.
 */
@Injectable()
export class SubscriptionJournal {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    private readonly events: SubscriptionEventRepository,
    private readonly actor: CurrentActor,
  ) {}

  async changed({ event, happenedAt, effectiveOn, before, after, detail }: JournalEntry): Promise<void> {
    const { id, version, siteId } = after;
    await this.outbox.publish(SubscriptionChanged, { key: `${id}:${version}`, payload: { subscriptionId: id } });
    const actor = this.actor.get().name;
    await this.events.add([{ subscriptionId: id, action: event, happenedAt, effectiveOn, actor, detail }]);
    const action = `subscription.${event.toLowerCase().replaceAll('_', '-')}`;
    await this.audit.record({ action, subject: { type: 'subscription', id }, siteId, before, after });
  }
}
