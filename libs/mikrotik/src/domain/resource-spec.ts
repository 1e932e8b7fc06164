import { type ResourceKind } from './desired-resource';
import { type Normalise } from './normalise';
import { ADDRESS_SPECS } from './specs/address.specs';
import { FIREWALL_SPECS } from './specs/firewall.specs';
import { HOTSPOT_SPECS } from './specs/hotspot.specs';
import { PPP_SPECS } from './specs/ppp.specs';
import { type ResourceSpec } from './specs/spec';

export * from './specs/spec';

/** Every kind that the sync can look after. */
export const RESOURCE_SPECS: Readonly<Record<ResourceKind, ResourceSpec>> = {
  ...PPP_SPECS,
  ...HOTSPOT_SPECS,
  ...ADDRESS_SPECS,
  ...FIREWALL_SPECS,
};

/** Kinds in the order in which they are created and changed; removing goes the other way round. */
export { RESOURCE_KINDS as KIND_ORDER } from './desired-resource';

/**
 * @throws RangeError for an attribute that the kind does not have: only constants of ours reach the wire
 */
export function normaliserOf(kind: ResourceKind, attribute: string): Normalise {
  const { attributes } = RESOURCE_SPECS[kind];
  const normalise = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (!normalise) throw new RangeError(`${kind} has no attribute ${attribute}`);
  return normalise;
}
