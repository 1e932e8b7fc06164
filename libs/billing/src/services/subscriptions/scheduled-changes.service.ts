import { Injectable } from '@nestjs/common';
import { CoreErrors, uuidv7 } from '@app/core';
import {
  type ScheduledChange,
  ScheduledChangeRepository,
} from '../../repositories/subscriptions/scheduled-change.repository';
import { SubscriptionErrors } from '../../subscription.errors';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { transitionOf } from './decision';
import { SubscriptionsReader } from './subscriptions-reader.service';

/** Changes that wait for their day, as people see and withdraw them. */
@Injectable()
export class ScheduledChanges {
  constructor(
    private readonly changes: ScheduledChangeRepository,
    private readonly subscriptions: SubscriptionsReader,
    private readonly runner: ActionRunner,
  ) {}

  /** Newest first. @throws DomainError CORE_NOT_FOUND */
  async list(subscriptionId: string): Promise<ScheduledChange[]> {
    await this.subscriptions.get(subscriptionId);
    return this.changes.ofSubscription(subscriptionId);
  }

  /**
   * Takes a planned change back.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE, BILLING_CHANGE_NOT_PLANNED,
   * BILLING_CHANGE_NOT_DROPPABLE
   */
  async cancel(subscriptionId: string, id: string, options: ActionOptions = {}): Promise<ActionOutcome> {
    const known = (await this.list(subscriptionId)).find((one) => one.id === id);
    if (!known) throw CoreErrors.NOT_FOUND({ what: 'planned change', id });
    if (known.action === 'END_TRIAL') throw SubscriptionErrors.CHANGE_NOT_DROPPABLE();
    return this.runner.run(subscriptionId, options, (service) => {
      if (!service.planned.some((one) => one.id === id)) {
        throw SubscriptionErrors.CHANGE_NOT_PLANNED({ state: known.state });
      }
      return decisionOf('CHANGE_DROPPED', known.effectiveOn, {
        ...{ changeId: uuidv7(), transition: transitionOf(service, 'unschedule'), drops: [id] },
        ...(known.action === 'RESUME' ? { patch: { resumesOn: null } } : {}),
        detail: { action: known.action, scheduledChangeId: id },
      });
    });
  }
}
