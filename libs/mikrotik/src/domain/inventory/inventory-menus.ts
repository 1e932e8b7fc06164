import { OWN_PREFIX, RESOURCE_SPECS } from '../resource-spec';
import { BYTES } from '../foreign-text';
import { parseComment } from '../ownership-mark';
import { type InventoryKind, type InventoryObject, type PasswordState } from './inventory';

/** How a kind is read. */
export interface InventoryMenu {
  menu: string;
  /** Column that names the object. */
  named: string;
  /** Columns that are shown. */
  shown: readonly string[];
  hasPassword: boolean;
  hasComment: boolean;
  /** The router makes and removes rows by itself. */
  churning: boolean;
}

const menuOf = (kind: InventoryKind, shown: readonly string[], more: Partial<InventoryMenu> = {}): InventoryMenu => ({
  ...{ menu: RESOURCE_SPECS[kind].menu, named: 'name', shown, hasPassword: false, hasComment: true, churning: false },
  ...more,
});

/** Where each kind is, and what of it is shown. */
export const INVENTORY_MENUS: Readonly<Record<InventoryKind, InventoryMenu>> = {
  'ppp-secret': menuOf(
    'ppp-secret',
    ['service', 'profile', 'caller-id', 'local-address', 'remote-address', 'disabled', 'last-logged-out'],
    { hasPassword: true },
  ),
  'ppp-profile': menuOf('ppp-profile', [
    ...['local-address', 'remote-address', 'rate-limit', 'only-one', 'address-list', 'default'],
  ]),
  'hotspot-user': menuOf(
    'hotspot-user',
    ['server', 'profile', 'address', 'mac-address', 'limit-uptime', 'limit-bytes-total', 'disabled', 'default'],
    { hasPassword: true, churning: true },
  ),
  'hotspot-user-profile': menuOf(
    'hotspot-user-profile',
    ['address-pool', 'rate-limit', 'shared-users', 'session-timeout', 'default'],
    { hasComment: false },
  ),
  'simple-queue': menuOf('simple-queue', ['target', 'max-limit', 'limit-at', 'parent', 'disabled'], { churning: true }),
  'dhcp-lease': menuOf('dhcp-lease', ['mac-address', 'server', 'host-name', 'rate-limit', 'status', 'disabled'], {
    ...{ named: 'address', churning: true },
  }),
};

/** Columns of a print of this kind. Dynamic rows are told by their flag: they are the router's own and nobody's. */
export function inventoryColumns(kind: InventoryKind): string[] {
  const { named, shown, hasPassword, hasComment, churning } = INVENTORY_MENUS[kind];
  return [
    ...['.id', named, ...shown],
    ...(hasPassword ? ['password'] : []),
    ...(hasComment ? ['comment'] : []),
    ...(churning ? ['dynamic'] : []),
  ];
}

/** The object of a row; undefined for what the router made itself. The password is looked at and left out. */
export function inventoryObject(
  kind: InventoryKind,
  row: Readonly<Record<string, string>>,
): InventoryObject | undefined {
  if (row.dynamic === 'true') return undefined;
  const { named, shown, hasPassword } = INVENTORY_MENUS[kind];
  const name = row[named] ?? '';
  const { text, owner } = parseComment(row.comment ?? '');
  const prefixed = RESOURCE_SPECS[kind].ownedBy === 'prefix' && name.startsWith(OWN_PREFIX);
  return {
    name,
    values: Object.fromEntries(shown.flatMap((column) => (row[column] ? [[column, row[column]]] : []))),
    comment: text,
    encoded: row[`${named}${BYTES}`] !== undefined || row[`comment${BYTES}`] !== undefined,
    owner: owner ?? (prefixed ? name : null),
    ...(hasPassword ? { password: passwordState(row.password) } : {}),
  };
}

function passwordState(password: string | undefined): PasswordState {
  if (password === undefined) return 'HIDDEN';
  if (password === '') return 'EMPTY';
  return /^[\x20-\x7e]+$/.test(password) ? 'PRESENT' : 'NOT_ASCII';
}
