import { type ListFormat } from '@app/billing';

/** Voucher lists that are understood. */
export const VOUCHER_LISTS = ['OWN_VOUCHERS', 'MIKHMON_VOUCHERS', 'PHPNUXBILL_VOUCHERS'] as const;
export type VoucherList = (typeof VOUCHER_LISTS)[number];

const OWN: Record<string, readonly string[]> = {
  code: ['code', 'kode', 'kode voucher', 'voucher'],
  profile: ['package', 'paket'],
  password: ['password', 'sandi'],
  status: ['state', 'status'],
  price: ['price', 'harga'],
  cost: ['cost', 'modal'],
  validityMinutes: ['validity minutes', 'masa aktif menit'],
  validUntil: ['valid until', 'berlaku sampai'],
  uptimeSeconds: ['uptime limit seconds', 'batas detik'],
  dataBytes: ['data limit bytes', 'batas byte'],
  firstLogin: ['first login at', 'login pertama'],
  expires: ['expires at', 'berakhir'],
  usedSeconds: ['used seconds', 'detik terpakai'],
  usedBytes: ['used bytes', 'byte terpakai'],
};

/** How they are read. Our own columns are those of our exports. */
export const VOUCHER_FORMATS: Readonly<Record<VoucherList, ListFormat>> = {
  OWN_VOUCHERS: { names: OWN, required: ['code', 'profile'] },
  // why: "Users list" of Mikhmon v3, and what a print of /ip/hotspot/user has
  MIKHMON_VOUCHERS: {
    names: {
      code: ['username', 'user', 'name', 'voucher', 'kode'],
      profile: ['profile', 'profil'],
      password: ['password', 'sandi'],
      comment: ['comment', 'komentar'],
      timeLimit: ['time limit', 'limit uptime', 'timelimit'],
      dataLimit: ['data limit', 'limit bytes total', 'datalimit'],
      uptime: ['uptime'],
      bytesIn: ['bytes in'],
      bytesOut: ['bytes out'],
      disabled: ['disabled'],
    },
    required: ['code', 'profile'],
  },
  // why: tbl_voucher, perhaps joined with tbl_plans; dates are the server's, which is the site's
  PHPNUXBILL_VOUCHERS: {
    names: {
      code: ['code'],
      profile: ['id plan'],
      plan: ['plan name', 'name plan', 'plan', 'namebp'],
      status: ['status'],
      user: ['user'],
      usedOn: ['used date'],
      kind: ['type'],
    },
    required: ['code', 'status'],
  },
};

/** Header and an example of our own list. */
export const VOUCHER_TEMPLATE: readonly (readonly string[])[] = [
  ['code', 'password', 'state', 'package', 'cost', 'price', 'valid_until', 'first_login_at', 'expires_at'],
  ['contoh001', '', 'AVAILABLE', 'HARIAN', '3000', '5000', '', '', ''],
  ['contoh002', 'rahasia', 'ACTIVE', 'HARIAN', '3000', '5000', '', '2026-11-22 08:00', '2026-11-23 08:00'],
];
