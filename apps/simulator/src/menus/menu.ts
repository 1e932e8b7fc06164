import { type MenuSchema, type Property, listVerbs } from '../engine/schema';

type Properties = Readonly<Record<string, Property>>;
type Rest = Partial<Omit<MenuSchema, 'path' | 'form' | 'properties' | 'verbs'>>;

/** A menu of items that users add, change and remove. `verbs` come on top. */
export function list(
  path: string,
  { properties, verbs = [], ...rest }: { properties: Properties; verbs?: readonly string[] } & Rest,
): MenuSchema {
  const all = [...verbs, ...(rest.unsettable === undefined ? [] : ['unset'])];
  return { path, form: 'list', properties, verbs: listVerbs(properties, ...all), ...rest };
}

/** A menu of items that only the router makes; users may do no more than `verbs`. */
export function shown(
  path: string,
  properties: Properties,
  verbs: readonly string[] = [],
  rest: Rest = {},
): MenuSchema {
  return { path, form: 'list', properties, verbs: new Set(verbs), ...rest };
}

/** A menu of settings: one row without `.id`. */
export function settings(path: string, properties: Properties, rest: Rest = {}): MenuSchema {
  const writable = Object.values(properties).some((property) => property.writable);
  return { path, form: 'single', properties, verbs: new Set(writable ? ['set'] : []), ...rest };
}

/** Items are unique by these properties; `message` follows `failure: `. */
export function duplicate(by: readonly string[], message: string): { by: readonly string[]; message: string } {
  return { by, message };
}

/** What differs between routers of one line. */
export interface MenuOptions {
  /** /ip/service calls the allowed addresses `available-from` and keeps `address` as an alias, as 7.24 does. */
  readonly availableFrom?: boolean | undefined;
}
