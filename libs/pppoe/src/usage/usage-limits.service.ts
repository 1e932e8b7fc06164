import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Outbox } from '@app/platform';
import { SecretSyncService } from '../services/secret-sync.service';
import { LineSync } from '../static/line-sync.service';
import { type LimitChange } from './poll.repository';
import { UsageLimitRepository } from './usage-limits.repository';
import { UsageLimitReached } from './usage.events';

const BATCH = 1_000;

/** Fair-use steps and quotas: what they change on routers, and who is told. */
@Injectable()
export class UsageLimits {
  constructor(
    private readonly limits: UsageLimitRepository,
    private readonly sync: SecretSyncService,
    private readonly lines: LineSync,
    private readonly outbox: Outbox,
  ) {}

  /** Joins the transaction of the reading that showed it. A fixed number of statements for any number of changes. */
  async changed(changes: readonly LimitChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.limits.record(changes);
    await this.outbox.publishMany(UsageLimitReached, changes.flatMap(eventsOf));
    await this.mark(changes.map(({ subscriptionId }) => subscriptionId));
  }

  /** Gives full speed back where a new period has begun, also to who is offline. Safe to repeat. @returns how many */
  async setBack(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.setBackSome();
      total += count;
      if (count < BATCH) return total;
    }
  }

  @Transactional()
  async setBackSome(): Promise<number> {
    const ids = await this.limits.setBack(BATCH);
    await this.mark(ids);
    return ids.length;
  }

  private async mark(subscriptionIds: readonly string[]): Promise<void> {
    await this.sync.limitsChanged(subscriptionIds);
    await this.lines.limitsChanged(subscriptionIds);
  }
}

type LimitPayload = NonNullable<(typeof UsageLimitReached)['payloadType']>;

function eventsOf(change: LimitChange): { key: string; payload: LimitPayload }[] {
  const { subscriptionId, periodStart, stepNo, stepBefore, quotaReached, quotaBefore } = change;
  const key = `${subscriptionId}:${periodStart}`;
  return [
    ...(stepNo > stepBefore ? [{ key: `${key}:${stepNo}`, payload: payloadOf(change, 'FAIR_USE') }] : []),
    ...(quotaReached && !quotaBefore ? [{ key: `${key}:quota`, payload: payloadOf(change, 'QUOTA') }] : []),
  ];
}

const payloadOf = (change: LimitChange, kind: 'FAIR_USE' | 'QUOTA'): LimitPayload => ({
  ...{ subscriptionId: change.subscriptionId, customerId: change.customerId, kind },
  ...{
    stepNo: kind === 'QUOTA' ? 0 : change.stepNo,
    usedBytes: String(change.usedBytes),
    periodStart: change.periodStart,
  },
});
