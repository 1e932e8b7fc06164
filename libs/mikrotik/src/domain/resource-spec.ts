import { type ResourceKind } from './desired-resource';
import { address, duration, flag, type Normalise, rate, text } from './normalise';

/** What the sync has to know about one kind of router object (routeros.md section 12). */
export interface ResourceSpec {
  /** Its menu. */
  menu: string;
  /** Every attribute that may be wanted, with the spelling in which values are compared. */
  attributes: Readonly<Record<string, Normalise>>;
  /** Attributes that `unset` empties; the others take an empty value. */
  unsettable: readonly string[];
  /** Attributes that a router may keep from us (policy `sensitive`): a missing one is unknown, not empty. */
  secret: readonly string[];
  /** Attributes whose value names an object of another kind, which has to be there first. */
  references: Readonly<Record<string, ResourceKind>>;
  /** Menu of the sessions that run under the object's name. */
  sessionMenu: string | undefined;
  /** A change of one of these, or removing the object, ends its sessions: routers do not do that by themselves. */
  endsSession: readonly string[];
}

export const RESOURCE_SPECS: Readonly<Record<ResourceKind, ResourceSpec>> = {
  'ppp-profile': {
    menu: '/ppp/profile',
    attributes: {
      'local-address': address,
      'remote-address': address,
      'rate-limit': rate,
      'only-one': flag,
      'use-compression': flag,
      'use-encryption': flag,
      'change-tcp-mss': flag,
      'session-timeout': duration,
      'idle-timeout': duration,
      'address-list': text,
      'dns-server': text,
      'parent-queue': text,
      'queue-type': text,
      'insert-queue-before': text,
      'incoming-filter': text,
      'outgoing-filter': text,
      'interface-list': text,
      bridge: text,
    },
    unsettable: ['local-address', 'remote-address', 'rate-limit', 'session-timeout', 'idle-timeout', 'address-list'],
    secret: [],
    references: {},
    sessionMenu: undefined,
    endsSession: [],
  },
  'ppp-secret': {
    menu: '/ppp/secret',
    attributes: {
      service: text,
      password: text,
      profile: text,
      'caller-id': text,
      'local-address': address,
      'remote-address': address,
      disabled: flag,
      'limit-bytes-in': text,
      'limit-bytes-out': text,
    },
    unsettable: ['local-address', 'remote-address', 'caller-id'],
    secret: ['password'],
    references: { profile: 'ppp-profile' },
    sessionMenu: '/ppp/active',
    endsSession: ['disabled', 'profile', 'password', 'remote-address', 'local-address'],
  },
};

/** Kinds in the order in which they are created and changed; removing goes the other way round. */
export const KIND_ORDER: readonly ResourceKind[] = ['ppp-profile', 'ppp-secret'];

/**
 * @throws RangeError for an attribute that the kind does not have: only constants of ours reach the wire
 */
export function normaliserOf(kind: ResourceKind, attribute: string): Normalise {
  const { attributes } = RESOURCE_SPECS[kind];
  const normalise = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (!normalise) throw new RangeError(`${kind} has no attribute ${attribute}`);
  return normalise;
}
