import { Injectable } from '@nestjs/common';
import { AccessChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { SecretSyncService } from '../services/secret-sync.service';

/** Brings the router in step when a subscription's access changed. */
@Injectable()
@HandlesEvent(AccessChanged, { name: 'pppoe.sync-access', queue: 'pppoe' })
export class OnAccessChangedHandler implements EventHandler<{ subscriptionId: string }> {
  constructor(private readonly sync: SecretSyncService) {}

  async handle(event: PublishedEvent<{ subscriptionId: string }>): Promise<void> {
    await this.handleMany([event]);
  }

  async handleMany(events: readonly PublishedEvent<{ subscriptionId: string }>[]): Promise<[]> {
    await this.sync.accessChanged(events.map(({ payload }) => payload.subscriptionId));
    return [];
  }
}
