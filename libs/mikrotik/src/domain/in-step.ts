import { type DesiredResource, type ResourceKind } from './desired-resource';
import { type ActualRow, type PlanInput } from './plan';
import { endsWithMark } from './ownership-mark';
import { keyOfRow, ownerOf } from './resource-identity';
import { normaliserOf, RESOURCE_SPECS } from './resource-spec';

/**
 * Is this row exactly as wanted? Decides without making anything new, because nearly every row of a full sync is. False says
 * only that the comparison proper has to look.
 */
export function isInStep(resource: DesiredResource, row: ActualRow, rewriteHidden: boolean): boolean {
  return isMarked(resource, row) && haveValues(resource, row, rewriteHidden) && areUnset(resource, row);
}

function isMarked({ kind, owner }: DesiredResource, row: ActualRow): boolean {
  if (RESOURCE_SPECS[kind].ownedBy === 'comment') return endsWithMark(row.comment ?? '', owner);
  return ownerOf(kind, row) !== undefined;
}

function haveValues(resource: DesiredResource, row: ActualRow, rewriteHidden: boolean): boolean {
  const { kind, values } = resource;
  for (const attribute in values) {
    const to = values[attribute] ?? '';
    const from = row[attribute];
    if (from === to || attribute === 'comment') continue;
    if (from === undefined && RESOURCE_SPECS[kind].secret.includes(attribute)) {
      if (rewriteHidden || to === '') return false;
    } else if (!areSame(kind, attribute, [from ?? '', to])) return false;
  }
  return true;
}

function areUnset({ kind, values, unset = [] }: DesiredResource, row: ActualRow): boolean {
  for (const attribute of unset) {
    const from = row[attribute] ?? '';
    if (from !== '' && values[attribute] === undefined && !areSame(kind, attribute, [from, ''])) return false;
  }
  return true;
}

function areSame(kind: ResourceKind, attribute: string, [one, other]: readonly [string, string]): boolean {
  const normalise = normaliserOf(kind, attribute);
  return normalise(one) === normalise(other);
}

/** Takes what is in step out of a comparison. Rules stay, their order counts too, and so do rows that are there twice. */
export function setAsideInStep(input: PlanInput): { inStep: string[]; rest: PlanInput } {
  const { kind, desired, rewriteHidden, keys } = input;
  if (RESOURCE_SPECS[kind].ordered) return { inStep: [], rest: input };
  const placeOf = placesOf(desired, keys);
  // why: by place instead of by name, because hashing ten thousand names takes longer than comparing them
  const settled: (ActualRow | undefined)[] = desired.map(() => undefined);
  const rows: ActualRow[] = [];
  const twins = new Set<number>();
  for (const row of input.rows) {
    const key = keyOfRow(kind, row) ?? '';
    const place = placeOf(key);
    const resource = desired[place];
    const twin = settled[place];
    if (twin) {
      settled[place] = undefined;
      twins.add(place);
      rows.push(twin, row);
    } else if (resource && !twins.has(place) && isInStep(resource, row, rewriteHidden.has(key))) settled[place] = row;
    else rows.push(row);
  }
  const inStep = desired.filter((_, place) => settled[place] !== undefined).map(({ key }) => key);
  if (inStep.length === 0) return { inStep, rest: input };
  const open = desired.filter((_, place) => settled[place] === undefined);
  return { inStep, rest: { ...input, rows, desired: open, keys: keys === 'all' ? keys : without(keys, inStep) } };
}

/**
 * Where in `desired` the object of a key is, -1 for none. Routers keep the order in which objects were made, and so do we as a
 * rule: the next one is tried first, and names are hashed only where the two orders part.
 */
function placesOf(desired: readonly DesiredResource[], keys: readonly string[] | 'all'): (key: string) => number {
  let places: Map<string, number> | undefined;
  let next = 0;
  return (key) => {
    if (keys === 'all' && desired[next]?.key === key) return next++;
    places ??= mapOf(desired, keys);
    const place = places.get(key) ?? -1;
    if (place >= 0) next = place + 1;
    return place;
  };
}

function mapOf(desired: readonly DesiredResource[], keys: readonly string[] | 'all'): Map<string, number> {
  const asked = keys === 'all' ? undefined : new Set(keys);
  const places = new Map<string, number>();
  for (const [place, { key }] of desired.entries()) if (asked?.has(key) !== false) places.set(key, place);
  return places;
}

function without(keys: readonly string[], done: readonly string[]): string[] {
  const gone = new Set(done);
  return keys.filter((key) => !gone.has(key));
}
