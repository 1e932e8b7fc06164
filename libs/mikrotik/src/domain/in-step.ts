import { type DesiredResource, type ResourceKind } from './desired-resource';
import { type ActualRow, type PlanInput } from './plan';
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
  const marked = ownerOf(kind, row);
  return RESOURCE_SPECS[kind].ownedBy === 'comment' ? marked === owner : marked !== undefined;
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
  const { kind, rewriteHidden } = input;
  if (RESOURCE_SPECS[kind].ordered) return { inStep: [], rest: input };
  const asked = input.keys === 'all' ? undefined : new Set(input.keys);
  const wanted = new Map(input.desired.map((resource) => [resource.key, resource]));
  const settled = new Map<string, ActualRow>();
  const rows: ActualRow[] = [];
  for (const row of input.rows) {
    const key = keyOfRow(kind, row) ?? '';
    const resource = asked?.has(key) === false ? undefined : wanted.get(key);
    const twin = settled.get(key);
    if (twin) {
      settled.delete(key);
      rows.push(twin, row);
      wanted.delete(key);
    } else if (resource && isInStep(resource, row, rewriteHidden.has(key))) settled.set(key, row);
    else rows.push(row);
  }
  if (settled.size === 0) return { inStep: [], rest: input };
  const isOpen = (key: string): boolean => !settled.has(key);
  return {
    inStep: [...settled.keys()],
    rest: {
      ...input,
      rows,
      desired: input.desired.filter(({ key }) => isOpen(key)),
      keys: input.keys === 'all' ? 'all' : input.keys.filter(isOpen),
    },
  };
}
