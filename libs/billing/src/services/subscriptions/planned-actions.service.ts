import { Injectable } from '@nestjs/common';
import { type PausePolicy } from '../../domain/changes/pause';
import { type ScheduledChange } from '../../repositories/subscriptions/scheduled-change.repository';
import { Activations } from './activations.service';
import { AnchorChanges } from './anchor-changes.service';
import { Cancellations } from './cancellations.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';

/** What each planned action does on its day. */
@Injectable()
export class PlannedActions {
  constructor(
    private readonly activations: Activations,
    private readonly plans: PlanChanges,
    private readonly pauses: Pauses,
    private readonly cancellations: Cancellations,
    private readonly anchors: AnchorChanges,
  ) {}

  /** @throws DomainError of the action */
  async carryOut(change: ScheduledChange): Promise<void> {
    const { id, subscriptionId, effectiveOn, payload } = change;
    switch (change.action) {
      case 'END_TRIAL':
        await this.activations.endTrial(subscriptionId, id);
        return;
      case 'CHANGE_PLAN':
        await this.plans.carryOut(subscriptionId, payload.planId ?? '', effectiveOn, id);
        return;
      case 'CANCEL':
        await this.cancellations.carryOut(subscriptionId, effectiveOn, id);
        return;
      case 'PAUSE':
        await this.pauses.carryOutPause(subscriptionId, change, {
          policy: payload.policy as PausePolicy | undefined,
          until: payload.until,
        });
        return;
      case 'RESUME':
        await this.pauses.carryOutResume(subscriptionId, change);
        return;
      case 'CHANGE_ANCHOR':
        await this.anchors.carryOut(subscriptionId, payload.anchorDay ?? 1, id);
    }
  }
}
