import { Injectable, Logger } from '@nestjs/common';
import { type DomainError } from '@app/core';
import { Alerts, Database } from '@app/platform';
import { isTransient } from '../../domain/transient-failure';
import {
  type ScheduledChange,
  ScheduledChangeRepository,
} from '../../repositories/subscriptions/scheduled-change.repository';
import { PlannedActions } from './planned-actions.service';
import { ServiceLoader } from './service-loader.service';
import { SubscriptionsReader } from './subscriptions-reader.service';

/** Changes that are looked at in one go. */
const BATCH = 100;

/** What a look at due changes did. */
export interface DueChangesOutcome {
  done: number;
  failed: number;
}

/** Carries out planned changes on their day, each once and in a transaction of its own (billing.md 1.5). */
@Injectable()
export class DueChanges {
  private readonly logger = new Logger(DueChanges.name);

  constructor(
    private readonly changes: ScheduledChangeRepository,
    private readonly subscriptions: SubscriptionsReader,
    private readonly loader: ServiceLoader,
    private readonly actions: PlannedActions,
    private readonly database: Database,
    private readonly alerts: Alerts,
  ) {}

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
        await this.actions.carryOut(waiting);
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
