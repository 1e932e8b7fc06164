import { type DesiredResource, hotspotUserKey, type ResourceKind } from './desired-resource';
import { parseComment } from './ownership-mark';
import { type ActualRow } from './plan';
import { normaliserOf, OWN_PREFIX, RESOURCE_SPECS } from './resource-spec';

/** Whose object a row is; undefined when it is not one of ours. */
export function ownerOf(kind: ResourceKind, row: ActualRow): string | undefined {
  if (RESOURCE_SPECS[kind].ownedBy === 'comment') return parseComment(row.comment ?? '').owner;
  const { name = '' } = row;
  return name.startsWith(OWN_PREFIX) ? name : undefined;
}

/** The key of a row; undefined for one that has no name and no mark. */
export function keyOfRow(kind: ResourceKind, row: ActualRow): string | undefined {
  if (RESOURCE_SPECS[kind].identity === 'owner') return ownerOf(kind, row);
  return kind === 'hotspot-user' ? hotspotUserKey(row.name ?? '', row.server) : (row.name ?? '');
}

/** What an operator knows a row by. */
export function labelOf(kind: ResourceKind, row: ActualRow): string {
  const parts = RESOURCE_SPECS[kind].label.map((attribute) => row[attribute] ?? '').filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' ') : (row['.id'] ?? '');
}

/** Names that the object of this key may have on the router. A server's part in front may also belong to the name. */
export function namesOfKey(kind: ResourceKind, key: string): string[] {
  const cuts = kind === 'hotspot-user' ? [...key.matchAll(/\//g)].map(({ index }) => key.slice(index + 1)) : [];
  return [key, ...cuts];
}

/**
 * The name under which a wanted object is made.
 *
 * @throws RangeError where key and values do not fit together
 */
export function nameOf({ kind, key, values }: DesiredResource): string {
  const { ownedBy } = RESOURCE_SPECS[kind];
  if (ownedBy === 'prefix' && !key.startsWith(OWN_PREFIX)) {
    throw new RangeError(`${kind} ${key} cannot be marked as ours, its name has to begin with ${OWN_PREFIX}`);
  }
  if (kind !== 'hotspot-user') return key;
  const name = namesOfKey(kind, key).find((one) => hotspotUserKey(one, values.server) === key);
  if (name === undefined) throw new RangeError(`hotspot-user ${key} does not fit its server ${values.server ?? ''}`);
  return name;
}

/** By what the router would take two objects for the same; undefined where it never does, or where something is missing. */
export function naturalKeyOf(kind: ResourceKind, values: ActualRow): string | undefined {
  const { natural } = RESOURCE_SPECS[kind];
  const parts = natural.map((attribute) => normaliserOf(kind, attribute)(values[attribute] ?? ''));
  return parts.length === 0 || parts.includes('') ? undefined : parts.join(' ');
}

/** @throws RangeError for a wanted object whose key is not what identifies it */
export function assertIdentity(resource: DesiredResource): void {
  const { kind, key, owner } = resource;
  if (RESOURCE_SPECS[kind].identity === 'owner' && key !== owner) {
    throw new RangeError(`${kind} ${key}: the key of a nameless object is its owner (${owner})`);
  }
  if (RESOURCE_SPECS[kind].identity === 'name') nameOf(resource);
}
