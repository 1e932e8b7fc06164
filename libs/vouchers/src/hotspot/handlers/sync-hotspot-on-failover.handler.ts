import { Injectable } from '@nestjs/common';
import { FailoverSharesChanged, type ShareChange } from '@app/mikrotik';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { AccountSync } from '../account-sync.service';

/** Brings hotspots that stand in for another in step: its users on them, or off them. */
@Injectable()
@HandlesEvent(FailoverSharesChanged, { name: 'hotspot.sync-failover', queue: 'pppoe' })
export class SyncHotspotOnFailoverHandler implements EventHandler<{ changes: readonly ShareChange[] }> {
  constructor(private readonly sync: AccountSync) {}

  async handle(event: PublishedEvent<{ changes: readonly ShareChange[] }>): Promise<void> {
    await this.sync.sharesChanged(event.payload.changes);
  }
}
