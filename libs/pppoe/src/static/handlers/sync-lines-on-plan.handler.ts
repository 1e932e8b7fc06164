import { Injectable } from '@nestjs/common';
import { PlanChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { LineSync } from '../line-sync.service';

/** Brings the queues of static lines in step when plans changed. */
@Injectable()
@HandlesEvent(PlanChanged, { name: 'static-lines.sync-plan', queue: 'pppoe' })
export class SyncLinesOnPlanHandler implements EventHandler<{ planId: string }> {
  constructor(private readonly sync: LineSync) {}

  async handle(event: PublishedEvent<{ planId: string }>): Promise<void> {
    await this.handleMany([event]);
  }

  async handleMany(events: readonly PublishedEvent<{ planId: string }>[]): Promise<[]> {
    await this.sync.plansChanged(events.map(({ payload }) => payload.planId));
    return [];
  }
}
