import { Injectable } from '@nestjs/common';
import { AuditLog, Outbox } from '@app/platform';
import { SubscriptionChanged } from '../events/subscription-changed.event';
import { type Subscription } from '../repositories/subscription.repository';

/** Tells of changed subscriptions, in their transaction: the other modules by an event, auditors by an entry. */
@Injectable()
export class SubscriptionJournal {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  async created(subscription: Subscription): Promise<void> {
    await this.tell('subscription.created', undefined, subscription);
  }

  async activated(before: Subscription, after: Subscription): Promise<void> {
    await this.tell('subscription.activated', before, after);
  }

  async cancelled(before: Subscription, after: Subscription): Promise<void> {
    await this.tell('subscription.cancelled', before, after);
  }

  private async tell(action: string, before: Subscription | undefined, after: Subscription): Promise<void> {
    const { id, version, siteId } = after;
    await this.outbox.publish(SubscriptionChanged, { key: `${id}:${version}`, payload: { subscriptionId: id } });
    await this.audit.record({ action, subject: { type: 'subscription', id }, siteId, before, after });
  }
}
