import { Injectable } from '@nestjs/common';
import { SubscriptionChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { AccountSync } from '../account-sync.service';

/** Brings hotspot users in step when subscriptions changed. */
@Injectable()
@HandlesEvent(SubscriptionChanged, { name: 'hotspot.sync-subscription', queue: 'pppoe' })
export class SyncHotspotOnSubscriptionHandler implements EventHandler<{ subscriptionId: string }> {
  constructor(private readonly sync: AccountSync) {}

  async handle(event: PublishedEvent<{ subscriptionId: string }>): Promise<void> {
    await this.handleMany([event]);
  }

  async handleMany(events: readonly PublishedEvent<{ subscriptionId: string }>[]): Promise<[]> {
    await this.sync.subscriptionsChanged(events.map(({ payload }) => payload.subscriptionId));
    return [];
  }
}
