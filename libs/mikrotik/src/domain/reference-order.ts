import { type DesiredResource } from './desired-resource';
import { type PlanAction } from './plan';
import { RESOURCE_SPECS } from './resource-spec';

/** How many objects of its own kind stand above one (a queue below its parent has 1). A ring ends at itself. */
export function referenceDepth(resource: DesiredResource, wanted: ReadonlyMap<string, DesiredResource>): number {
  const own = Object.entries(RESOURCE_SPECS[resource.kind].references)
    .filter(([, kinds]) => kinds.includes(resource.kind))
    .map(([attribute]) => attribute);
  if (own.length === 0) return 0;
  const seen = new Set<string>();
  let depth = 0;
  for (let at: DesiredResource | undefined = resource; at && !seen.has(at.key); depth++) {
    seen.add(at.key);
    const { values }: DesiredResource = at;
    at = own.map((attribute) => wanted.get(values[attribute] ?? '')).find((above) => above !== undefined);
  }
  return depth - 1;
}

/** Actions on one kind, those first whose objects others of the same kind refer to. */
export function byReference(
  actions: readonly PlanAction[],
  wanted: ReadonlyMap<string, DesiredResource>,
): PlanAction[] {
  const depth = ({ key }: PlanAction): number => {
    const resource = wanted.get(key);
    return resource ? referenceDepth(resource, wanted) : 0;
  };
  return actions
    .map((action) => ({ action, at: depth(action) }))
    .sort((a, b) => a.at - b.at)
    .map(({ action }) => action);
}

/**
 * Actions on one kind in groups that may be sent together. What others of the same kind refer to goes before them, rules go
 * one by one: routers need not carry out in order what they have received together.
 */
export function inWaves(actions: readonly PlanAction[]): PlanAction[][] {
  const waves: PlanAction[][] = [];
  let made = new Set<string>();
  for (const action of actions) {
    const { references, ordered } = RESOURCE_SPECS[action.kind];
    const values = valuesOf(action);
    const waits = Object.entries(references).some(
      ([attribute, kinds]) => kinds.includes(action.kind) && made.has(values[attribute] ?? ''),
    );
    if (ordered || waits || waves.length === 0) {
      waves.push([]);
      made = new Set();
    }
    waves.at(-1)?.push(action);
    made.add(action.key);
  }
  return waves;
}

function valuesOf(action: PlanAction): Readonly<Record<string, string>> {
  if (action.action === 'create') return action.values;
  return action.action === 'update'
    ? Object.fromEntries(action.changes.map(({ attribute, to }) => [attribute, to]))
    : {};
}
