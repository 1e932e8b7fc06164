import { sha256Hex } from '@app/core';
import { type KindPlan, type PlanAction } from './plan';
import { RESOURCE_SPECS } from './resource-spec';

/** How much may be taken away from one router without asking a person. */
export interface BrakeLimits {
  /** Always allowed. */
  min: number;
  removePercent: number;
  cutPercent: number;
}

/** What has been taken away lately, or would be. */
export interface Losses {
  removals: number;
  /** Objects that would be disabled or isolated. */
  cuts: number;
}

/** Why a plan is held. */
export interface BrakeReason extends Losses {
  removalLimit: number;
  cutLimit: number;
  /** Objects of ours on the router, of which the limits are a share. */
  managed: number;
  /** Names exactly what would be taken away; the same as long as that is the same. */
  digest: string;
}

/** An action that takes something away, and what it is recognised by. */
export interface Loss {
  action: PlanAction;
  fingerprint: string;
}

type LossKind = 'removal' | 'cut';

/** Does an action take something away from a subscriber? */
export function lossOf(action: PlanAction): LossKind | undefined {
  // why: entries of address lists are what holds subscribers off; without them they have more, not less
  if (action.action === 'remove')
    return action.kind === 'address-list' || action.moved === true ? undefined : 'removal';
  return (action.action === 'update' || action.action === 'create') && action.cutsOff === true ? 'cut' : undefined;
}

/** Everything in these plans that takes something away. */
export function lossesIn(plans: readonly KindPlan[]): Loss[] {
  return plans.flatMap(({ actions }) =>
    actions.filter(lossOf).map((action) => ({ action, fingerprint: fingerprintOf(action) })),
  );
}

export function countLosses(losses: readonly Loss[]): Losses {
  const removals = losses.filter(({ action }) => lossOf(action) === 'removal').length;
  return { removals, cuts: losses.length - removals };
}

/** One name for a set of losses; passwords are not in it. */
export function digestOf(losses: readonly Loss[]): string {
  return sha256Hex(losses.map((loss) => loss.fingerprint).sort());
}

/**
 * Is it too much? A limit is `min`, or the share of what we manage on that router, whichever is more.
 *
 * @param lately what was taken away within the same window: many small steps are one big one
 * @returns the reason for holding it, undefined when it may go
 */
export function judge(
  losses: readonly Loss[],
  lately: Losses,
  facts: { managed: number; limits: BrakeLimits },
): BrakeReason | undefined {
  const { managed, limits } = facts;
  const limitOf = (percent: number): number => Math.max(limits.min, Math.floor((managed * percent) / 100));
  const now = countLosses(losses);
  const [removals, cuts] = [now.removals + lately.removals, now.cuts + lately.cuts];
  const [removalLimit, cutLimit] = [limitOf(limits.removePercent), limitOf(limits.cutPercent)];
  const tooMany =
    (now.removals > 0 && limits.removePercent < 100 && removals > removalLimit) ||
    (now.cuts > 0 && limits.cutPercent < 100 && cuts > cutLimit);
  return tooMany ? { removals, cuts, removalLimit, cutLimit, managed, digest: digestOf(losses) } : undefined;
}

function fingerprintOf(action: PlanAction): string {
  const { secret } = RESOURCE_SPECS[action.kind];
  const words = [action.action, action.kind, action.key];
  if (action.action === 'update') {
    words.push(
      ...action.changes.filter(({ attribute }) => !secret.includes(attribute)).map((c) => `${c.attribute}=${c.to}`),
    );
  }
  return sha256Hex(words).slice(0, 16);
}
