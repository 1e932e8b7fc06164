import { Injectable, Logger } from '@nestjs/common';
import { CoreErrors, type DomainError, uuidv7 } from '@app/core';
import { Alerts, Database } from '@app/platform';
import { type PausePolicy } from '../../domain/changes/pause';
import { isTransient } from '../../domain/transient-failure';
import {
  type ScheduledChange,
  ScheduledChangeRepository,
} from '../../repositories/subscriptions/scheduled-change.repository';
import { SubscriptionErrors } from '../../subscription.errors';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { Activations, decisionOf } from './activations.service';
import { AnchorChanges } from './anchor-changes.service';
import { Cancellations } from './cancellations.service';
import { transitionOf } from './decision';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';
import { ServiceLoader } from './service-loader.service';
import { SubscriptionsReader } from './subscriptions-reader.service';

/** Changes that are looked at in one go. */
const BATCH = 100;

/** What a look at due changes did. */
export interface DueChangesOutcome {
  done: number;
  failed: number;
}

/** Changes that wait for their day (billing.md 1.5). Each is carried out once, in a transaction of its own. */
@Injectable()
export class ScheduledChanges {
  private readonly logger = new Logger(ScheduledChanges.name);

  constructor(
    private readonly changes: ScheduledChangeRepository,
    private readonly subscriptions: SubscriptionsReader,
    private readonly runner: ActionRunner,
    private readonly loader: ServiceLoader,
    private readonly activations: Activations,
    private readonly plans: PlanChanges,
    private readonly pauses: Pauses,
    private readonly cancellations: Cancellations,
    private readonly anchors: AnchorChanges,
    private readonly database: Database,
    private readonly alerts: Alerts,
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

  /**
   * Carries out what is due. One that fails is marked FAILED and raises an alert; the others go on. A failure that says
   * nothing about the change (connection, disk) leaves it for the next time.
   *
   * @param asOf never later than the product's time counts
   */
  async runDue(asOf: Date, signal?: AbortSignal): Promise<DueChangesOutcome> {
    const outcome: DueChangesOutcome = { done: 0, failed: 0 };
    const seen: string[] = [];
    for (;;) {
      const due = await this.changes.due(asOf, BATCH, seen);
      if (due.length === 0) return outcome;
      for (const change of due) {
        if (signal?.aborted === true) return outcome;
        seen.push(change.id);
        const done = await this.attempt(change, asOf);
        if (done === true) outcome.done++;
        else if (done === false) outcome.failed++;
      }
    }
  }

  /** @returns undefined when somebody else has done it meanwhile */
  private async attempt(change: ScheduledChange, asOf: Date): Promise<boolean | undefined> {
    try {
      return await this.database.transaction(async () => {
        // why: accounts first, as every action takes them
        await this.loader.lock(change.subscriptionId);
        const waiting = await this.changes.lock(change.id);
        if (!waiting) return undefined;
        await this.carryOut(waiting);
        await this.changes.close([change.id], 'DONE', asOf);
        await this.alerts.resolve(alertKey(change));
        return true;
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      await this.fail(change, error, asOf);
      return false;
    }
  }

  private async carryOut(change: ScheduledChange): Promise<void> {
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

  private async fail(change: ScheduledChange, error: unknown, at: Date): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    const { id, subscriptionId, action } = change;
    this.logger.error(`planned ${action} of subscription ${subscriptionId} failed: ${reason}`);
    await this.database.transaction(async () => {
      const { siteId } = await this.subscriptions.get(subscriptionId);
      await this.changes.close([id], 'FAILED', at, (error as Partial<DomainError>).code ?? reason);
      await this.alerts.raise({
        key: alertKey(change),
        severity: 'WARNING',
        subject: { type: 'subscription', id: subscriptionId },
        title: { id: 'Perubahan terencana gagal', en: 'A planned change failed' },
        detail: { action, reason, scheduledChangeId: id },
        siteId,
      });
    });
  }
}

const alertKey = ({ subscriptionId }: ScheduledChange): string => `billing.scheduled-change:${subscriptionId}`;
