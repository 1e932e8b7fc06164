import { type Grant } from './grants';

export const BUILT_IN_ROLE_KEYS = ['owner', 'admin', 'cashier', 'technician', 'read-only'] as const;
export type BuiltInRoleKey = (typeof BUILT_IN_ROLE_KEYS)[number];

export interface BuiltInRole {
  key: BuiltInRoleKey;
  name: string;
  allPermissions: boolean;
  grants: readonly Grant[];
}

/** The roles that come with the product. A lib that adds a permission need not come here: the patterns take it in. */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  { key: 'owner', name: 'Pemilik', allPermissions: true, grants: [] },
  { key: 'admin', name: 'Admin', allPermissions: false, grants: ['*:*', '!owner:appoint'] },
  {
    key: 'cashier',
    name: 'Kasir',
    allPermissions: false,
    grants: [
      'site:read',
      'customer:read',
      'customer:write',
      'plan:read',
      'subscription:read',
      'invoice:read',
      'payment:read',
      'payment:record',
    ],
  },
  {
    key: 'technician',
    name: 'Teknisi',
    allPermissions: false,
    grants: [
      'site:read',
      'customer:read',
      'plan:read',
      'subscription:read',
      'invoice:read',
      'router:read',
      'router:operate',
      'pppoe:*',
    ],
  },
  { key: 'read-only', name: 'Hanya lihat', allPermissions: false, grants: ['*:read'] },
];

/** Roles whose holders must sign in with TOTP where it is enforced (billing.md A5), unless the role's flag says otherwise. */
export const TOTP_REQUIRED_ROLES: readonly string[] = ['owner', 'finance'];
