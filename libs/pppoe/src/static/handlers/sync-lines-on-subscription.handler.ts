import { Injectable } from '@nestjs/common';
import { SubscriptionChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { LineSync } from '../line-sync.service';

/** Brings static lines in step when subscriptions changed. */
@Injectable()
@HandlesEvent(SubscriptionChanged, { name: 'static-lines.sync-subscription', queue: 'pppoe' })
export class SyncLinesOnSubscriptionHandler implements EventHandler<{ subscriptionId: string }> {
  constructor(private readonly sync: LineSync) {}

  async handle(event: PublishedEvent<{ subscriptionId: string }>): Promise<void> {
    await this.handleMany([event]);
  }

  async handleMany(events: readonly PublishedEvent<{ subscriptionId: string }>[]): Promise<[]> {
    await this.sync.subscriptionsChanged(events.map(({ payload }) => payload.subscriptionId));
    return [];
  }
}
