import { type ResourceKind } from '../desired-resource';
import { type Normalise } from '../normalise';

/** Where the sessions of an object are listed; removing a row there ends the session. */
export interface SessionMenu {
  menu: string;
  /** Column with the name of the object. */
  by: 'name' | 'user';
  /** The rows also say on which server. */
  server?: true;
}

/** What the sync has to know about one kind of router object (routeros.md section 12). */
export interface ResourceSpec {
  /** Its menu. */
  menu: string;
  /**
   * `name`: the key is the router's name of the object. `owner`: the object has none, it is found by the ownership mark in
   * its comment alone, and its key is the owner.
   */
  identity: 'name' | 'owner';
  /**
   * How an object is known to be ours. `comment`: by the mark in it. `prefix`: the menu has no comment on every version of
   * RouterOS, so every object whose name begins with {@link OWN_PREFIX} is ours and no other.
   */
  ownedBy: 'comment' | 'prefix';
  /** Every attribute that may be wanted, with the spelling in which values are compared. */
  attributes: Readonly<Record<string, Normalise>>;
  /** Attributes that `unset` empties. */
  unsettable: readonly string[];
  /** What the others are set to in order to empty them; those that are not in here take an empty value. */
  emptied: Readonly<Record<string, string>>;
  /** Attributes that a router may keep from us (policy `sensitive`): a missing one is unknown, not empty. */
  secret: readonly string[];
  /** Attributes whose value names an object of another kind (or of this one), which has to be there first. */
  references: Readonly<Record<string, readonly ResourceKind[]>>;
  /** Menus of what runs under the object's name, in the order in which they are emptied. */
  sessions: readonly SessionMenu[];
  /** A change of one of these, or removing the object, ends its sessions: routers do not do that by themselves. */
  endsSession: readonly string[];
  /** Attributes that give and take service; the brake looks at them. */
  service: readonly string[];
  /** Attributes by which the router tells objects apart; a foreign object that has them all as wanted is a conflict. */
  natural: readonly string[];
  /** Attributes that tell an operator which object is meant. */
  label: readonly string[];
  /** The table also has rows that the router makes itself; they are nobody's. */
  dynamicRows: boolean;
  /** Rules: the order of the rows within a chain counts. */
  ordered: boolean;
}

/** Names of our objects of kinds that cannot be marked begin with it. */
export const OWN_PREFIX = 'lg-';

const DEFAULTS = {
  ownedBy: 'comment',
  unsettable: [],
  emptied: {},
  secret: [],
  references: {},
  sessions: [],
  endsSession: [],
  service: [],
  natural: [],
  dynamicRows: false,
  ordered: false,
} as const;

type Given = Pick<ResourceSpec, 'menu' | 'attributes'> & Partial<ResourceSpec>;

/** An object with a name. */
export function named(given: Given): ResourceSpec {
  return { ...DEFAULTS, identity: 'name', label: ['name'], ...given };
}

/** An object without a name. */
export function nameless(given: Given & Pick<ResourceSpec, 'label'>): ResourceSpec {
  return { ...DEFAULTS, identity: 'owner', ...given };
}
