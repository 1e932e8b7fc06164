import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog, type Lease } from '@app/platform';
import { type ResourceKind } from '../domain/desired-resource';
import { itemVerdict } from '../domain/item-verdict';
import { type KindPlan } from '../domain/sync-plan';
import { type PendingItem, SyncItemRepository } from '../repositories/sync-item.repository';
import { RouterOsError } from '../transport';
import { DesiredState } from './desired-state';
import { keyOf, PlanApplier, type Refusals } from './plan-applier';
import { RouterPlanner } from './router-planner';

const PUT_OFF_MS = 60_000;

/** A number from 0 up to 1, for spreading retries. */
export const chance = (): number => randomInt(1_000) / 1_000;

/** Brings a batch of claimed items in step and writes back how each of them ended. */
@Injectable()
export class ItemSync {
  constructor(
    private readonly desired: DesiredState,
    private readonly planner: RouterPlanner,
    private readonly applier: PlanApplier,
    private readonly items: SyncItemRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws RouterOsError when the connection fails: the items stay pending; those that may have been written stay in doubt
   */
  async apply(routerId: string, claimed: readonly PendingItem[], lease: Lease): Promise<void> {
    const items = claimed.filter(({ kind }) => this.desired.knows(kind));
    await this.putOff(
      routerId,
      claimed.filter(({ kind }) => !this.desired.knows(kind)),
    );
    if (items.length === 0) return;
    const keys = new Map<ResourceKind, string[]>();
    for (const { kind, key } of items) keys.set(kind, [...(keys.get(kind) ?? []), key]);
    const plans = await this.planner.plan(routerId, keys, true).catch(async (error: unknown) => {
      await this.items.release(routerId, items);
      throw error;
    });
    const inDoubt = items.filter((item) => item.inDoubt);
    const written = await this.applier.apply(routerId, plans, lease, inDoubt);
    const refusals = new Map([...unread(plans, items), ...written]);
    await this.writeBack(routerId, items, refusals);
    const after = summaryOf(plans, refusals);
    if (after) await this.audit.record({ action: 'router.synced', subject: { type: 'router', id: routerId }, after });
  }

  /** Nobody in this process can say what is wanted; taking that for "nothing" would remove the object. */
  private async putOff(routerId: string, items: readonly PendingItem[]): Promise<void> {
    const message = 'no module of this process says what is wanted';
    const verdict = { code: 'NO_CONTRIBUTOR', message, dead: false, retryInMs: PUT_OFF_MS };
    await this.items.fail(
      routerId,
      items.map((item) => ({ ...item, ...verdict })),
    );
  }

  private async writeBack(routerId: string, items: readonly PendingItem[], refusals: Refusals): Promise<void> {
    await this.items.settle(
      routerId,
      items.filter((item) => !refusals.has(keyOf(item))),
    );
    const failed = items.flatMap((item) => {
      const refusal = refusals.get(keyOf(item));
      if (!refusal) return [];
      const verdict = itemVerdict(refusal.retry, item.attempts, chance());
      return [{ ...item, code: refusal.code, message: refusal.message, ...verdict }];
    });
    await this.items.fail(routerId, failed);
  }
}

/** Objects of kinds whose table could not be read: nothing is known of them, nothing was done. */
function* unread(plans: readonly KindPlan[], items: readonly PendingItem[]): Iterable<[string, RouterOsError]> {
  for (const { kind, unreadable } of plans) {
    if (!unreadable) continue;
    const error = new RouterOsError(unreadable.code, unreadable.message);
    for (const item of items) if (item.kind === kind) yield [keyOf(item), error];
  }
}

/** What was done to which objects; undefined when the router was in step. */
function summaryOf(plans: readonly KindPlan[], refusals: Refusals): object | undefined {
  const actions = plans.flatMap((plan) => plan.actions);
  if (actions.length === 0) return undefined;
  const objects = actions.map((one) => `${one.action} ${keyOf(one)}${refusals.has(keyOf(one)) ? ' (refused)' : ''}`);
  return { written: actions.length - refusals.size, refused: refusals.size, objects };
}
