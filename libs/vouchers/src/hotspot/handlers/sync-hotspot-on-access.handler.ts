import { Injectable } from '@nestjs/common';
import { AccessChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { AccountSync } from '../account-sync.service';

/** Brings hotspot users in step when the access of subscriptions changed. */
@Injectable()
@HandlesEvent(AccessChanged, { name: 'hotspot.sync-access', queue: 'pppoe' })
export class SyncHotspotOnAccessHandler implements EventHandler<{ subscriptionId: string }> {
  constructor(private readonly sync: AccountSync) {}

  async handle(event: PublishedEvent<{ subscriptionId: string }>): Promise<void> {
    await this.handleMany([event]);
  }

  async handleMany(events: readonly PublishedEvent<{ subscriptionId: string }>[]): Promise<[]> {
    await this.sync.accessChanged(events.map(({ payload }) => payload.subscriptionId));
    return [];
  }
}
