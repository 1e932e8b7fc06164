import { type ValueKind } from './value-kind';
import { flag, text } from './kinds';
import { type Row } from './row';

/** The policies of a user group that commands ask for. */
export type Policy =
  'read' | 'write' | 'policy' | 'test' | 'reboot' | 'sensitive' | 'api' | 'ftp' | 'password' | 'sniff' | 'rest-api';

/** One column of a menu. */
export interface Property {
  readonly kind: ValueKind;
  readonly writable: boolean;
  /** Value of a fresh item; without one the property is absent until it is set. */
  readonly initial?: string;
  readonly required?: boolean;
  /** Setting it to the empty text takes it away, as a comment does. */
  readonly emptyClears?: boolean;
  /** Printed only to users with the policy `sensitive`. */
  readonly sensitive?: boolean;
  /** Another name for this property: reads and writes go there. */
  readonly alias?: string;
  /** Never printed. */
  readonly hidden?: boolean;
}

/** What a validation hook may look at. */
export interface Neighbours {
  exists(menu: string, name: string): boolean;
  rows(menu: string): Iterable<Row>;
}

/** One menu as data. A new menu is a new file with one of these; the engine needs no change. */
export interface MenuSchema {
  readonly path: string;
  /** A list of items with `.id`, or one row of settings. */
  readonly form: 'list' | 'single';
  readonly properties: Readonly<Record<string, Property>>;
  /** Besides print, getall, get, find and listen. */
  readonly verbs: ReadonlySet<string>;
  /** Properties that `unset` may take away. */
  readonly unsettable?: readonly string[];
  /** Items are unique by these properties, and the text of the refusal. */
  readonly unique?: {
    readonly by: readonly string[];
    readonly message: string;
    /** Items that the router has made itself do not count. */
    readonly onlyStatic?: boolean;
  };
  /** Policy that writing needs; `write` unless said. */
  readonly writePolicy?: Policy;
  /** First number of `.id`. */
  readonly firstId?: number;
  /** At most so many items; the oldest go. */
  readonly capacity?: number;
  /** Lost with the power, like the log. */
  readonly volatile?: boolean;
  /** Fills in what an item must have but was not given, before it is checked. */
  readonly complete?: (candidate: Map<string, string>, isTaken: (name: string) => boolean) => void;
  /** Checks a whole item after an add or set, before it is stored. @throws Trap */
  readonly check?: (candidate: ReadonlyMap<string, string>, neighbours: Neighbours) => void;
  /** @throws Trap where the item must stay */
  readonly checkRemove?: (row: Row, neighbours: Neighbours) => void;
}

type Extra = Omit<Property, 'kind' | 'writable' | 'initial'>;

/** A writable property. */
export function rw(kind: ValueKind = text, initial?: string, extra: Extra = {}): Property {
  return { kind, writable: true, ...(initial === undefined ? {} : { initial }), ...extra };
}

/** A property that only the router itself sets. */
export function ro(kind: ValueKind = text, initial?: string): Property {
  return { kind, writable: false, ...(initial === undefined ? {} : { initial }) };
}

/** A writable property that every item must be given. */
export function required(kind: ValueKind): Property {
  return { kind, writable: true, required: true };
}

export const comment: Property = rw(text, undefined, { emptyClears: true });
export const disabled: Property = rw(flag, 'false');

const EDITABLE = ['add', 'set', 'remove'];

/** The verbs of an ordinary list, by what its items have. */
export function listVerbs(properties: Readonly<Record<string, Property>>, ...more: readonly string[]): Set<string> {
  const verbs = new Set([...EDITABLE, ...more]);
  if ('disabled' in properties) verbs.add('enable').add('disable');
  if ('comment' in properties) verbs.add('comment');
  return verbs;
}
