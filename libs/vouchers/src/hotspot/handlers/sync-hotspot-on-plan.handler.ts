import { Injectable } from '@nestjs/common';
import { PlanChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { AccountSync } from '../account-sync.service';

/** Brings hotspot users and profiles in step when plans changed. */
@Injectable()
@HandlesEvent(PlanChanged, { name: 'hotspot.sync-plan', queue: 'pppoe' })
export class SyncHotspotOnPlanHandler implements EventHandler<{ planId: string }> {
  constructor(private readonly sync: AccountSync) {}

  async handle(event: PublishedEvent<{ planId: string }>): Promise<void> {
    await this.handleMany([event]);
  }

  async handleMany(events: readonly PublishedEvent<{ planId: string }>[]): Promise<[]> {
    await this.sync.plansChanged(events.map(({ payload }) => payload.planId));
    return [];
  }
}
