import { Injectable } from '@nestjs/common';
import { CoreErrors, uuidv7 } from '@app/core';
import {
  type ScheduledChange,
  ScheduledChangeRepository,
} from '../../repositories/subscriptions/scheduled-change.repository';
import { billedAhead, changePlan, FOREVER } from '../../domain/changes/change-plan';
import { SubscriptionErrors } from '../../subscription.errors';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { type Decision, settle, transitionOf } from './decision';
import { type ServiceInHand } from './service-in-hand';
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
   * Takes a planned change back. Days that the run has billed ahead at a plan that does not come are billed at the own one.
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
      const changeId = uuidv7();
      return decisionOf('CHANGE_DROPPED', known.effectiveOn, {
        ...{ changeId, transition: transitionOf(service, 'unschedule'), drops: [id] },
        ...backToOwnPlan(service, known, changeId),
        ...(known.action === 'RESUME' ? { patch: { resumesOn: null } } : {}),
        detail: { action: known.action, scheduledChangeId: id },
      });
    });
  }
}

function backToOwnPlan(
  { history, ...service }: ServiceInHand,
  { payload, effectiveOn }: ScheduledChange,
  changeId: string,
): Partial<Pick<Decision, 'documents' | 'reason'>> {
  const at = payload.planId && history && billedAhead(history.charged, payload.planId, effectiveOn);
  if (!at) return {};
  const { components, cycle } = history;
  const drafts = changePlan(history, { changeId, at, components, cycle });
  return {
    documents: settle({ ...service, history }, drafts, { changeId, replaces: { start: at, end: FOREVER } }),
    reason: 'Perubahan paket dibatalkan',
  };
}
