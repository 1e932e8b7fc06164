import { type Text } from '@app/core';

export interface PermissionDefinition {
  /** `thing:verb`, such as `invoice:void`. */
  readonly key: string;
  readonly description: Text;
  readonly reach: PermissionReach;
}

/**
 * `installation`: what it allows concerns every site at once, so it only counts for an actor who sees every site, whatever
 * his role says. `scope`: the repositories limit what it reaches.
 */
export type PermissionReach = 'installation' | 'scope';

const catalogue = new Map<string, PermissionDefinition>();

/**
 * Declares the permissions of a lib; they enter the catalogue from which roles are made.
 *
 * @throws Error at load time for a key that is malformed or declared twice
 */
export function definePermissions<const T extends Record<string, Text>>(
  entries: T,
  options: { reach?: PermissionReach } = {},
): { readonly [K in keyof T]: K } {
  const { reach = 'scope' } = options;
  for (const [key, description] of Object.entries(entries)) {
    if (!/^[a-z-]+:[a-z-]+$/.test(key)) throw new Error(`not a permission key: ${key}`);
    if (catalogue.has(key)) throw new Error(`permission ${key} is declared twice`);
    catalogue.set(key, { key, description, reach });
  }
  return Object.fromEntries(Object.keys(entries).map((key) => [key, key])) as { [K in keyof T]: K };
}

/** Every permission of the loaded libs, by key. */
export function permissionCatalogue(): readonly PermissionDefinition[] {
  return [...catalogue.values()].sort((a, b) => a.key.localeCompare(b.key));
}
