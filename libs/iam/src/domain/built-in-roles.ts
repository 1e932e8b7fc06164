import { type Grant } from './grants';

export const BUILT_IN_ROLE_KEYS = [
  'owner',
  'admin',
  'finance',
  'supervisor',
  'cashier',
  'collector',
  'technician',
  'reseller',
  'read-only',
] as const;
export type BuiltInRoleKey = (typeof BUILT_IN_ROLE_KEYS)[number];

export interface BuiltInRole {
  key: BuiltInRoleKey;
  name: string;
  allPermissions: boolean;
  grants: readonly Grant[];
}

/** What everybody who works with customers sees of them, each within his scope. */
const EVERYDAY: readonly Grant[] = [
  'site:read',
  'area:read',
  'customer:read',
  'customer:read-personal',
  'plan:read',
  'subscription:read',
  'invoice:read',
  'payment:read',
];

/** Collectors, remittances, the cash book and closings, all of it. */
const CASH_WORK: readonly Grant[] = ['collector:*', 'remittance:*', 'cash-book:*', 'cash-desk:*', 'cash-closing:*'];

/** The roles that come with the product. A lib that adds a permission need not come here: the patterns take it in. */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  { key: 'owner', name: 'Pemilik', allPermissions: true, grants: [] },
  { key: 'admin', name: 'Admin', allPermissions: false, grants: ['*:*', '!owner:appoint'] },
  {
    key: 'finance',
    name: 'Keuangan',
    allPermissions: false,
    grants: [
      ...EVERYDAY,
      ...['reseller:read', 'reseller:wallet', 'reseller:deposit', 'reseller:approve-deposit', 'reseller:terms'],
      'customer:write',
      'plan:*',
      'invoice:*',
      'billing:*',
      'dunning:*',
      'ledger:*',
      ...['payment:*', 'refund:*', 'settlement:*'],
      ...['voucher:read', 'hotspot:read'],
      ...CASH_WORK,
      'approval:*',
    ],
  },
  {
    key: 'supervisor',
    name: 'Supervisor kas',
    allPermissions: false,
    // why: he decides about what cashiers and collectors did; prices and debts are not his
    grants: [
      ...EVERYDAY,
      'invoice:pay-link',
      'customer:write',
      'payment:*',
      'refund:*',
      ...CASH_WORK,
      ...['voucher:*', 'hotspot:read'],
      'approval:*',
      'alert:*',
    ],
  },
  {
    key: 'cashier',
    name: 'Kasir',
    allPermissions: false,
    grants: [
      ...[...EVERYDAY, 'invoice:pay-link', 'customer:write', 'payment:record'],
      ...['collector:read', 'remittance:read', 'remittance:declare', 'remittance:count'],
      ...['cash-book:read', 'cash-book:write', 'cash-closing:read', 'cash-closing:write'],
      ...['payment:submit-claim', 'payment:top-up'],
      ...['voucher:read', 'voucher:print', 'voucher:sell', 'hotspot:read'],
    ],
  },
  {
    key: 'collector',
    name: 'Penagih',
    allPermissions: false,
    // why: no payment:record, by which his cash would be booked as the office's
    grants: [
      ...EVERYDAY,
      'invoice:pay-link',
      'collector:collect',
      'remittance:read',
      'remittance:declare',
      'payment:submit-claim',
    ],
  },
  {
    key: 'technician',
    name: 'Teknisi',
    allPermissions: false,
    grants: [
      ...EVERYDAY,
      '!payment:read',
      'router:read',
      'router:operate',
      'pppoe:*',
      'hotspot:read',
      'hotspot:operate',
      'alert:*',
    ],
  },
  {
    key: 'reseller',
    name: 'Reseller',
    allPermissions: false,
    // why: he pays from his deposit, at prices that are never his to set (billing.md Z4)
    grants: [
      ...[...EVERYDAY, 'invoice:pay-link', 'reseller:read', 'customer:write', 'subscription:write', 'pppoe:read'],
      ...['reseller:wallet', 'reseller:deposit', 'reseller:buy'],
      ...['voucher:read', 'voucher:print', 'voucher:sell'],
    ],
  },
  { key: 'read-only', name: 'Hanya lihat', allPermissions: false, grants: ['*:read'] },
];

/** Roles whose holders must sign in with TOTP where it is enforced (billing.md A5), unless the role's flag says otherwise. */
export const TOTP_REQUIRED_ROLES: readonly string[] = ['owner', 'finance'];
