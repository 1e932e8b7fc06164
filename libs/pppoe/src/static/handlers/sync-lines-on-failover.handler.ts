import { Injectable } from '@nestjs/common';
import { FailoverSharesChanged, type ShareChange } from '@app/mikrotik';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { LineSync } from '../line-sync.service';

/** Brings routers that stand in for another in step: its lines on them, where addresses are shared, or off them. */
@Injectable()
@HandlesEvent(FailoverSharesChanged, { name: 'static-lines.sync-failover', queue: 'pppoe' })
export class SyncLinesOnFailoverHandler implements EventHandler<{ changes: readonly ShareChange[] }> {
  constructor(private readonly sync: LineSync) {}

  async handle(event: PublishedEvent<{ changes: readonly ShareChange[] }>): Promise<void> {
    await this.sync.sharesChanged(event.payload.changes);
  }
}
