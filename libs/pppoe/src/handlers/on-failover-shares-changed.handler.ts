import { Injectable } from '@nestjs/common';
import { FailoverSharesChanged, type ShareChange } from '@app/mikrotik';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { SecretSyncService } from '../services/secret-sync.service';

/** Brings the substitutes of a failed-over router in step: its subscribers' secrets on them, or off them. */
@Injectable()
@HandlesEvent(FailoverSharesChanged, { name: 'pppoe.sync-failover', queue: 'pppoe' })
export class OnFailoverSharesChangedHandler implements EventHandler<{ changes: readonly ShareChange[] }> {
  constructor(private readonly sync: SecretSyncService) {}

  async handle(event: PublishedEvent<{ changes: readonly ShareChange[] }>): Promise<void> {
    await this.sync.sharesChanged(event.payload.changes);
  }
}
