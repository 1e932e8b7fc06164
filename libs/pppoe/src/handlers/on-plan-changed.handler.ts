import { Injectable } from '@nestjs/common';
import { PlanChanged } from '@app/billing';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { SecretSyncService } from '../services/secret-sync.service';

/** Brings the routers in step when a plan changed. */
@Injectable()
@HandlesEvent(PlanChanged, { name: 'pppoe.sync-plan', queue: 'pppoe' })
export class OnPlanChangedHandler implements EventHandler<{ planId: string }> {
  constructor(private readonly sync: SecretSyncService) {}

  async handle(event: PublishedEvent<{ planId: string }>): Promise<void> {
    await this.sync.planChanged(event.payload.planId);
  }
}
