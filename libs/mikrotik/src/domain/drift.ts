import { type BrakeReason } from './brake';
import { type ResourceKind } from './desired-resource';
import { BYTES } from './foreign-text';
import { type Change, type KindPlan, type PlanAction } from './plan';
import { RESOURCE_SPECS } from './resource-spec';

/** Why a whole router was compared. */
export const SYNC_TRIGGERS = ['FIRST', 'INTERVAL', 'RETURN', 'DEMAND', 'BRAKE'] as const;
export type SyncTrigger = (typeof SYNC_TRIGGERS)[number];

/** What a comparison came to: `INCOMPLETE` when a table could not be read. */
export const SYNC_OUTCOMES = ['IN_STEP', 'DRIFT', 'BRAKED', 'INCOMPLETE'] as const;
export type SyncRunOutcome = (typeof SYNC_OUTCOMES)[number];

/** How many of each. */
export interface PlanCounts {
  inStep: number;
  creates: number;
  updates: number;
  moves: number;
  removals: number;
  conflicts: number;
  /** Objects that are not ours. */
  foreigners: number;
  /** Objects of ours on the router. */
  managed: number;
}

/** The counts of one kind, and why it could not be read. */
export interface KindCounts extends PlanCounts {
  kind: ResourceKind;
  unreadable: { code: string; message: string } | null;
}

/** One attribute that differs, fit to be shown. */
export interface ShownChange {
  attribute: string;
  from: string | null;
  to: string;
}

/** One finding, fit to be shown and kept: no passwords. */
export interface DriftEntry {
  kind: ResourceKind;
  /** Key of an object of ours; what an operator knows a foreign one by. */
  key: string;
  action: PlanAction['action'] | 'foreign';
  changes: readonly ShownChange[];
}

const HIDDEN = '***';

export function countsOf({ kind, actions, inStep, foreign, managed, unreadable }: KindPlan): KindCounts {
  const of = (name: PlanAction['action']): number => actions.filter(({ action }) => action === name).length;
  return {
    ...{ kind, inStep: inStep.length, foreigners: foreign.length, managed, unreadable: unreadable ?? null },
    ...{ creates: of('create'), updates: of('update'), moves: of('move'), removals: of('remove') },
    conflicts: of('conflict'),
  };
}

export function totalOf(counts: readonly PlanCounts[]): PlanCounts {
  const total: PlanCounts = {
    ...{ inStep: 0, creates: 0, updates: 0, moves: 0, removals: 0, conflicts: 0, foreigners: 0, managed: 0 },
  };
  for (const one of counts) {
    for (const name of Object.keys(total) as (keyof PlanCounts)[]) total[name] += one[name];
  }
  return total;
}

export function outcomeOf(plans: readonly KindPlan[], brake: BrakeReason | undefined): SyncRunOutcome {
  if (brake) return 'BRAKED';
  if (plans.some(({ unreadable }) => unreadable !== undefined)) return 'INCOMPLETE';
  return plans.every(({ actions }) => actions.length === 0) ? 'IN_STEP' : 'DRIFT';
}

/** What is to be done, then what is not ours; passwords as `***`. */
export function entriesOf(plans: readonly KindPlan[]): DriftEntry[] {
  const done = plans.flatMap(({ actions }) =>
    actions.map((action): DriftEntry => {
      const { kind, key } = action;
      return { kind, key, action: action.action, changes: shownChanges(action) };
    }),
  );
  const foreign = plans.flatMap((plan) =>
    plan.foreign.map(({ label }): DriftEntry => ({ kind: plan.kind, key: label, action: 'foreign', changes: [] })),
  );
  return [...done, ...foreign];
}

function shownChanges(action: PlanAction): ShownChange[] {
  const { secret } = RESOURCE_SPECS[action.kind];
  const hide = (attribute: string, value: string): string => (secret.includes(attribute) ? HIDDEN : value);
  return changesOf(action).map((change) => {
    const { attribute, from, to } = readable(change);
    return { attribute, from: from === undefined ? null : hide(attribute, from), to: hide(attribute, to) };
  });
}

/** Text that is written byte by byte, as text. */
function readable(change: Change): Change {
  if (!change.attribute.endsWith(BYTES)) return change;
  const attribute = change.attribute.slice(0, -BYTES.length);
  return { ...change, attribute, to: Buffer.from(change.to, 'base64').toString('latin1') };
}

function changesOf(action: PlanAction): readonly Change[] {
  if (action.action === 'update') {
    return [...action.changes, ...action.unset.map((attribute) => ({ attribute, from: undefined, to: '' }))];
  }
  if (action.action !== 'create') return [];
  return Object.entries(action.values).map(([attribute, to]) => ({ attribute, from: undefined, to }));
}
