import { Injectable } from '@nestjs/common';
import { SubscriptionChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { SecretSyncService } from '../services/secret-sync.service';

/** Brings the router in step when a subscription changed. */
@Injectable()
@HandlesEvent(SubscriptionChanged, { name: 'pppoe.sync-subscription', queue: 'pppoe' })
export class OnSubscriptionChangedHandler implements EventHandler<{ subscriptionId: string }> {
  constructor(private readonly sync: SecretSyncService) {}

  async handle(event: PublishedEvent<{ subscriptionId: string }>): Promise<void> {
    await this.sync.subscriptionChanged(event.payload.subscriptionId);
  }
}
