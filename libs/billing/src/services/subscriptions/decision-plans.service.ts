import { Injectable } from '@nestjs/common';
import { CurrentActor } from '@app/platform';
import { PauseRepository } from '../../repositories/subscriptions/pause.repository';
import { ScheduledChangeRepository } from '../../repositories/subscriptions/scheduled-change.repository';
import { type Decision } from './decision';
import { type ServiceInHand } from './service-in-hand';

/** Writes what a decision leaves for later days: pauses that begin or end, planned changes. */
@Injectable()
export class DecisionPlans {
  constructor(
    private readonly pauses: PauseRepository,
    private readonly scheduled: ScheduledChangeRepository,
    private readonly actor: CurrentActor,
  ) {}

  async write({ subscription, now }: ServiceInHand, decision: Decision): Promise<void> {
    const { pauseBegins, pauseEnds, drops, postpones = [], plans, event } = decision;
    const subscriptionId = subscription.id;
    if (pauseBegins) {
      const { id, policy, from } = pauseBegins;
      await this.pauses.insert({ id, subscriptionId, policy, pausedFrom: from });
    }
    if (pauseEnds) await this.pauses.close(pauseEnds.id, pauseEnds.on, pauseEnds.extendedLines);
    await this.scheduled.close(drops, 'CANCELLED', now, event);
    for (const { id, effectiveOn, effectiveAt } of postpones) {
      await this.scheduled.postpone(id, effectiveOn, effectiveAt);
    }
    const requestedBy = this.actor.get().name;
    for (const planned of plans) await this.scheduled.insert({ ...planned, subscriptionId, requestedBy }, now);
  }
}
