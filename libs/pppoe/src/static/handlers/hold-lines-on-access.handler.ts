import { Injectable } from '@nestjs/common';
import { AccessChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { LineSync } from '../line-sync.service';

/** Brings lists and leases of static lines in step when the access of subscriptions changed. */
@Injectable()
@HandlesEvent(AccessChanged, { name: 'static-lines.sync-access', queue: 'pppoe' })
export class HoldLinesOnAccessHandler implements EventHandler<{ subscriptionId: string }> {
  constructor(private readonly sync: LineSync) {}

  async handle(event: PublishedEvent<{ subscriptionId: string }>): Promise<void> {
    await this.handleMany([event]);
  }

  async handleMany(events: readonly PublishedEvent<{ subscriptionId: string }>[]): Promise<[]> {
    await this.sync.accessChanged(events.map(({ payload }) => payload.subscriptionId));
    return [];
  }
}
