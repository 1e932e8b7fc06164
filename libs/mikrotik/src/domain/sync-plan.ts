import { type DesiredResource } from './desired-resource';
import { setAsideInStep } from './in-step';
import { type ActualRow, type Change, type KindPlan, type PlanAction, type PlanInput } from './plan';
import { changesOf, creationValues, unsetOf } from './plan-values';
import { byReference } from './reference-order';
import { assertIdentity, keyOfRow, labelOf, naturalKeyOf, ownerOf } from './resource-identity';
import { RESOURCE_SPECS } from './resource-spec';
import { placeRules } from './rule-order';

export * from './plan';
export { columnsFor } from './plan-values';

interface Comparison extends PlanInput {
  wanted: ReadonlyMap<string, DesiredResource>;
  actual: ReadonlyMap<string, ActualRow>;
  /** Foreign rows by what the router would take for the same. */
  same: ReadonlyMap<string, ActualRow>;
}

/**
 * Compares. Matching is by name or by mark; an object of a wanted name without our mark is a conflict, not ours to
 * overwrite. Values are compared in normal spelling, only what differs is written, and an object in step leads to nothing.
 *
 * @throws RangeError for a wanted object that its kind does not allow: a mistake of its contributor
 */
export function planKind(input: PlanInput): KindPlan {
  const { inStep, rest } = setAsideInStep(input);
  const plan = compare(rest);
  return { ...plan, inStep: [...inStep, ...plan.inStep], managed: plan.managed + inStep.length };
}

function compare(input: PlanInput): KindPlan {
  const { kind } = input;
  for (const resource of input.desired) assertIdentity(resource);
  const rows = input.rows.filter((row) => !RESOURCE_SPECS[kind].dynamicRows || row.dynamic !== 'true');
  const ours = rows.filter((row) => ownerOf(kind, row) !== undefined);
  const foreign = rows.filter((row) => ownerOf(kind, row) === undefined);
  const { actual, surplus } = byKey(kind, [...ours, ...foreign]);
  const wanted = new Map(input.desired.map((resource) => [resource.key, resource]));
  const context: Comparison = { ...input, rows, wanted, actual, same: byNaturalKey(kind, foreign) };
  const keys = input.keys === 'all' ? new Set([...wanted.keys(), ...actual.keys()]) : new Set(input.keys);
  const isAsked = (key: string): boolean => keys.has(key);
  const actions = [...planKeys(context, keys), ...surplus.filter(({ key }) => isAsked(key))];
  const others = foreign.map((row) => ({ row, key: keyOfRow(kind, row) ?? '' }));
  const reported = others.filter(({ key }) => !wanted.has(key) && (input.keys === 'all' || isAsked(key)));
  const known = new Set([...actions, ...reported].map(({ key }) => key));
  return {
    kind,
    actions,
    inStep: [...keys].filter((key) => !known.has(key)),
    foreign: reported.map(({ row }) => ({ id: row['.id'] ?? '', label: labelOf(kind, row) })),
    managed: ours.length,
  };
}

function byNaturalKey(kind: PlanInput['kind'], rows: readonly ActualRow[]): Map<string, ActualRow> {
  if (RESOURCE_SPECS[kind].natural.length === 0) return new Map();
  const found = new Map<string, ActualRow>();
  for (const row of rows) {
    const key = naturalKeyOf(kind, row);
    if (key !== undefined) found.set(key, row);
  }
  return found;
}

/** Rows by key, ours before others; further rows of the same mark are copies, and go. */
function byKey(
  kind: PlanInput['kind'],
  rows: readonly ActualRow[],
): { actual: Map<string, ActualRow>; surplus: PlanAction[] } {
  const actual = new Map<string, ActualRow>();
  const surplus: PlanAction[] = [];
  for (const row of rows) {
    const key = keyOfRow(kind, row);
    if (key === undefined) continue;
    const owner = ownerOf(kind, row);
    if (!actual.has(key)) actual.set(key, row);
    else if (owner !== undefined) surplus.push({ kind, key, action: 'remove', id: row['.id'] ?? '', owner });
  }
  return { actual, surplus };
}

function planKeys(context: Comparison, keys: ReadonlySet<string>): PlanAction[] {
  const { kind, wanted, actual } = context;
  const asked = [...keys].flatMap((key) => wanted.get(key) ?? []);
  const gone = [...keys].flatMap((key) => (wanted.has(key) ? [] : planUnwanted(kind, key, actual.get(key))));
  if (RESOURCE_SPECS[kind].ordered) return [...planRules(context, asked), ...gone];
  const writes = asked.flatMap((resource) => planWanted(context, resource, actual.get(resource.key)));
  return [...byReference(writes, wanted), ...gone];
}

function planRules(context: Comparison, desired: readonly DesiredResource[]): PlanAction[] {
  return placeRules(desired, context.rows).flatMap((place): PlanAction[] => {
    const { resource, before, inPlace } = place;
    // why: a rule that sits in a chain that nobody wants it in is found by its mark
    const row = place.row ?? context.actual.get(resource.key);
    const [action] = planWanted(context, resource, row);
    if (action?.action === 'create') return [{ ...action, before }];
    const { kind, key } = resource;
    const move: PlanAction[] = inPlace ? [] : [{ kind, key, action: 'move', id: row?.['.id'] ?? '', before }];
    return action === undefined ? move : [action, ...(action.action === 'conflict' ? [] : move)];
  });
}

function planWanted(context: Comparison, resource: DesiredResource, row: ActualRow | undefined): PlanAction[] {
  const { kind, key } = resource;
  if (!row) {
    const same = context.same.get(naturalKeyOf(kind, resource.values) ?? '');
    if (same) return [{ kind, key, action: 'conflict', id: same['.id'] ?? '' }];
    // why: a new secret takes nothing from anybody, a new entry of a list does
    const cuts = resource.cutsOff === true && RESOURCE_SPECS[kind].identity === 'owner';
    return [{ kind, key, action: 'create', values: creationValues(resource), ...(cuts ? { cutsOff: true } : {}) }];
  }
  if (ownerOf(kind, row) === undefined) return [{ kind, key, action: 'conflict', id: row['.id'] ?? '' }];
  const changes = changesOf(resource, row, context.rewriteHidden.has(key));
  const unset = unsetOf(resource, row);
  return changes.length === 0 && unset.length === 0 ? [] : [updateOf(resource, row, { changes, unset })];
}

function updateOf(
  { kind, key, cutsOff, sparesSessions }: DesiredResource,
  row: ActualRow,
  { changes, unset }: { changes: readonly Change[]; unset: readonly string[] },
): PlanAction {
  const touched = [...changes.map(({ attribute }) => attribute), ...unset];
  const cuts = cutsOff === true && touched.some((one) => RESOURCE_SPECS[kind].service.includes(one));
  const ends = endsSession(kind, changes, unset, sparesSessions);
  const id = row['.id'] ?? '';
  return { kind, key, action: 'update', id, changes, unset, endsSession: ends, ...(cuts ? { cutsOff: true } : {}) };
}

/** A hidden attribute is rewritten on suspicion only; that alone ends no session. */
function endsSession(
  kind: PlanInput['kind'],
  changes: readonly Change[],
  unset: readonly string[],
  spares: DesiredResource['sparesSessions'],
): boolean {
  const { endsSession: ending, secret } = RESOURCE_SPECS[kind];
  const isSpared = ({ attribute, from = '' }: Change): boolean =>
    spares?.attribute === attribute && from.startsWith(spares.fromPrefix) && from !== spares.except;
  const visible = changes.filter(
    (one) => !isSpared(one) && (one.from !== undefined || !secret.includes(one.attribute)),
  );
  return [...visible.map(({ attribute }) => attribute), ...unset].some((attribute) => ending.includes(attribute));
}

function planUnwanted(kind: PlanInput['kind'], key: string, row: ActualRow | undefined): PlanAction[] {
  const owner = row && ownerOf(kind, row);
  return row && owner !== undefined ? [{ kind, key, action: 'remove', id: row['.id'] ?? '', owner }] : [];
}
