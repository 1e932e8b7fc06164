import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog, type Lease } from '@app/platform';
import { type BrakeReason, lossOf } from '../domain/brake';
import { type ResourceKey, type ResourceKind, SYNC_PRIORITY } from '../domain/desired-resource';
import { itemVerdict } from '../domain/item-verdict';
import { RESOURCE_SPECS } from '../domain/resource-spec';
import { type KindPlan } from '../domain/sync-plan';
import { type SyncGate } from '../repositories/sync-gate.repository';
import { SessionDebtRepository } from '../repositories/session-debt.repository';
import { type PendingItem, SyncItemRepository } from '../repositories/sync-item.repository';
import { RouterOsError } from '../transport';
import { BrakeKeeper } from './brake-keeper';
import { DesiredState } from './desired-state';
import { type Interruption, keyOf, PlanApplier, type Refusals } from './plan-applier';
import { RouterPlanner } from './router-planner';

const PUT_OFF_MS = 60_000;
/** Urgent items that are taken in between. */
const URGENT_BATCH = 250;

/** A number from 0 up to 1, for spreading retries. */
export const chance = (): number => randomInt(1_000) / 1_000;

/** A batch that was not written because it takes away too much. */
export interface Held {
  held: BrakeReason;
}

/** What was planned for some items, and what the router said to it. */
interface Attempt {
  plans: readonly KindPlan[];
  refusals: Map<string, RouterOsError>;
  /** Objects whose sessions have to end after this. */
  owed: readonly ResourceKey[];
}

/** Stands for what the brake keeps back, in the place of an answer of the router. */
const HELD = new RouterOsError('BRAKED', 'held by the brake until the plan of the router is confirmed');

/** Brings a batch of claimed items in step and writes back how each of them ended. */
@Injectable()
export class ItemSync {
  constructor(
    private readonly desired: DesiredState,
    private readonly planner: RouterPlanner,
    private readonly applier: PlanApplier,
    private readonly items: SyncItemRepository,
    private readonly debts: SessionDebtRepository,
    private readonly brake: BrakeKeeper,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @returns {@link Held} when the brake caught it: nothing was written, the items still wait
   * @throws RouterOsError when the connection fails: the items stay pending; those that may have been written stay in doubt
   */
  async apply(router: SyncGate, claimed: readonly PendingItem[], lease: Lease): Promise<Held | undefined> {
    return this.write(router, claimed, lease, {
      pause: () => this.urgent(router, lease),
    });
  }

  /** Between two parts of a long batch: restored subscribers do not wait for its end. */
  private async urgent(router: SyncGate, lease: Lease): Promise<string[]> {
    if (!(await this.items.hasDue(router.id, true))) return [];
    const claimed = await this.items.claimDue(router.id, URGENT_BATCH, true);
    const held = await this.write(router, claimed, lease);
    // why: what the brake caught is due still and is dealt with after this batch
    return held ? [] : claimed.map(keyOf);
  }

  private async write(
    router: SyncGate,
    claimed: readonly PendingItem[],
    lease: Lease,
    interruption?: Interruption,
  ): Promise<Held | undefined> {
    const items = claimed.filter(({ kind }) => this.desired.knows(kind));
    const unknown = claimed.filter(({ kind }) => !this.desired.knows(kind));
    // why: nobody in this process can say what is wanted; taking that for "nothing" would remove the object
    await this.putOff(router.id, unknown, 'NO_CONTRIBUTOR', 'no module of this process says what is wanted');
    if (items.length === 0) return undefined;
    const first = await this.attempt(router, items, { lease, interruption, references: false });
    if ('held' in first) return first;
    const missing = items.filter((item) => lacksReference(item, first.refusals.get(keyOf(item))));
    const second = missing.length > 0 ? await this.attempt(router, missing, { lease, references: true }) : undefined;
    if (second && 'held' in second) return second;
    await this.conclude(router, items, second ? joined(first, second, missing) : first);
    return undefined;
  }

  /**
   * Reads, compares and writes. What the objects refer to is looked at only when the router has missed something: nearly
   * always it is there, and every look costs a restored subscriber a round trip.
   */
  private async attempt(
    router: SyncGate,
    items: readonly PendingItem[],
    options: { lease: Lease; interruption?: Interruption | undefined; references: boolean },
  ): Promise<Held | Attempt> {
    const planned = await this.plan(router, items, options.references);
    if ('held' in planned) return planned;
    const { plans, withheld } = planned;
    const open = items.filter((item) => !withheld.has(keyOf(item)));
    const inDoubt = open.filter((item) => item.inDoubt);
    const { lease, interruption } = options;
    const owed = await this.owedBy(router.id, plans, items);
    // why: before the change, so that a crash behind it cannot leave sessions as they were
    await this.debts.owe(router.id, owed);
    const written = await this.applier.apply(router.id, plans, { lease, inDoubt, ...interruption });
    await this.brake.recordLosses(router.id, carriedOut(plans, written));
    const braked = [...withheld].map((key): [string, RouterOsError] => [key, HELD]);
    return { plans, refusals: new Map([...unread(plans, open), ...braked, ...written]), owed };
  }

  /** Sessions that were made from objects which are about to change, because somebody changed what is wanted. */
  private async owedBy(
    routerId: string,
    plans: readonly KindPlan[],
    items: readonly PendingItem[],
  ): Promise<ResourceKey[]> {
    // why: a router that spells a value in its own way is repaired at every full sync; that must not end sessions each time
    const wanted = new Set(items.filter(({ priority }) => priority < SYNC_PRIORITY.BULK).map(keyOf));
    const owed: ResourceKey[] = [];
    for (const { kind, actions } of plans) {
      const changed = actions
        .filter(({ action, key }) => action === 'update' && wanted.has(keyOf({ kind, key })))
        .map(({ key }) => key);
      owed.push(...(await this.desired.endsSessionsOf(routerId, kind, changed)));
    }
    return owed;
  }

  private async conclude(router: SyncGate, items: readonly PendingItem[], attempt: Attempt): Promise<void> {
    const { plans, refusals, owed } = attempt;
    await this.writeBack(
      router.id,
      items.filter((item) => refusals.get(keyOf(item)) !== HELD),
      refusals,
    );
    const settled = new Set(items.map(keyOf));
    // why: settling them has taken the debt of this batch's own objects back
    await this.debts.owe(
      router.id,
      owed.filter((one) => settled.has(keyOf(one))),
    );
    const braked = items.filter((item) => refusals.get(keyOf(item)) === HELD);
    await this.putOff(router.id, braked, HELD.code, HELD.message);
    const after = summaryOf(plans, refusals);
    const subject = { type: 'router', id: router.id };
    if (after) await this.audit.record({ action: 'router.synced', subject, siteId: router.siteId, after });
  }

  private async plan(
    router: SyncGate,
    items: readonly PendingItem[],
    references: boolean,
  ): Promise<Held | { plans: KindPlan[]; withheld: ReadonlySet<string> }> {
    try {
      const plans = await this.planner.plan(router.id, keysOf(items), { rewriteHidden: true, references });
      if (router.braked) return withoutLosses(plans);
      const held = await this.brake.judge(router.id, plans);
      if (!held) return { plans, withheld: new Set() };
      await this.items.release(router.id, items);
      return { held };
    } catch (error) {
      await this.items.release(router.id, items);
      throw error;
    }
  }

  private async putOff(routerId: string, items: readonly PendingItem[], code: string, message: string): Promise<void> {
    if (items.length === 0) return;
    await this.items.release(routerId, items);
    await this.items.fail(
      routerId,
      items.map((item) => ({ ...item, code, message, dead: false, retryInMs: PUT_OFF_MS })),
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

/** What came of everything, after some items were tried again. */
function joined(first: Attempt, second: Attempt, again: readonly PendingItem[]): Attempt {
  for (const item of again) first.refusals.delete(keyOf(item));
  return {
    plans: [...first.plans, ...second.plans],
    refusals: new Map([...first.refusals, ...second.refusals]),
    owed: [...first.owed, ...second.owed],
  };
}

/** Plans without what the router refused. */
function carriedOut(plans: readonly KindPlan[], refusals: Refusals): readonly KindPlan[] {
  if (refusals.size === 0) return plans;
  return plans.map((plan) => ({ ...plan, actions: plan.actions.filter((one) => !refusals.has(keyOf(one))) }));
}

/** The router did not know something that one of the object's attributes names. */
function lacksReference({ kind }: PendingItem, refusal: RouterOsError | undefined): boolean {
  return refusal?.code === 'INVALID_ARGUMENT' && Object.keys(RESOURCE_SPECS[kind].references).length > 0;
}

function keysOf(items: readonly PendingItem[]): Map<ResourceKind, string[]> {
  const keys = new Map<ResourceKind, string[]>();
  for (const { kind, key } of items) {
    const known = keys.get(kind);
    if (known) known.push(key);
    else keys.set(kind, [key]);
  }
  return keys;
}

/** While the brake is on, what only gives is written, and the rest waits. */
function withoutLosses(plans: readonly KindPlan[]): { plans: KindPlan[]; withheld: ReadonlySet<string> } {
  const withheld = new Set(plans.flatMap(({ actions }) => actions.filter(lossOf).map(keyOf)));
  return {
    plans: plans.map((plan) => ({ ...plan, actions: plan.actions.filter((one) => !withheld.has(keyOf(one))) })),
    withheld,
  };
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
