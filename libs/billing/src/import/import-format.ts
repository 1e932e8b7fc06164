/** Lists that are understood. */
export const IMPORT_FORMATS = ['OWN', 'PHPNUXBILL_CUSTOMERS', 'PHPNUXBILL_RECHARGES', 'MIKHMON_VOUCHERS'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const IMPORT_STATES = ['QUEUED', 'RUNNING', 'COMPLETED', 'CANCELLED', 'FAILED'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const IMPORT_ROW_STATES = ['VALID', 'DONE', 'SKIPPED', 'FAILED'] as const;
export type ImportRowState = (typeof IMPORT_ROW_STATES)[number];

/** What a column may say about a row. */
export const IMPORT_FIELDS = [
  ...(['code', 'name', 'phone', 'email', 'address', 'area', 'plan', 'startsOn', 'anchorDay'] as const),
  ...(['openingBalance', 'status', 'kind', 'profile', 'comment'] as const),
];
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** A row as it stands in the file, by what its columns mean. */
export type RawRow = Partial<Record<ImportField, string>>;

type Names = Partial<Record<ImportField, readonly string[]>>;

const OWN: Names = {
  code: ['kode', 'code', 'kode pelanggan', 'customer code', 'id pelanggan'],
  name: ['nama', 'name', 'nama pelanggan', 'customer name', 'full name'],
  phone: ['telepon', 'phone', 'telp', 'no hp', 'nomor hp', 'hp', 'whatsapp', 'wa', 'phone number'],
  email: ['email', 'e mail', 'surel'],
  address: ['alamat', 'address'],
  area: ['area', 'wilayah'],
  plan: ['paket', 'plan', 'plan code', 'kode paket'],
  startsOn: ['tanggal mulai', 'start', 'start date', 'starts on', 'mulai'],
  anchorDay: ['hari tagih', 'anchor day', 'tanggal tagih', 'billing day'],
  openingBalance: ['saldo awal', 'opening balance', 'tunggakan', 'balance'],
};

const NAMES: Readonly<Record<ImportFormat, Names>> = {
  OWN,
  // why: tbl_customers; `balance` is prepaid money of the customer, the other way round than ours
  PHPNUXBILL_CUSTOMERS: {
    code: ['username'],
    name: ['fullname'],
    phone: ['phonenumber'],
    email: ['email'],
    address: ['address'],
    openingBalance: ['balance'],
  },
  // why: tbl_user_recharges; one row per customer, router and kind of service
  PHPNUXBILL_RECHARGES: {
    code: ['username'],
    plan: ['namebp'],
    startsOn: ['expiration'],
    status: ['status'],
    kind: ['type'],
  },
  MIKHMON_VOUCHERS: {
    code: ['username', 'user', 'name', 'voucher', 'kode'],
    profile: ['profile', 'profil'],
    comment: ['comment', 'komentar'],
  },
};

const REQUIRED: Readonly<Record<ImportFormat, readonly ImportField[]>> = {
  OWN: ['name'],
  PHPNUXBILL_CUSTOMERS: ['code', 'name'],
  PHPNUXBILL_RECHARGES: ['code', 'plan', 'startsOn', 'status', 'kind'],
  MIKHMON_VOUCHERS: ['code', 'profile'],
};

/** A column of the file and what it means; null: nothing that is known, it is left out. */
export interface ImportColumn {
  header: string;
  field: ImportField | null;
}

/** Columns that a format cannot do without, as its users call them. */
export const requiredOf = (format: ImportFormat): { field: ImportField; header: string }[] =>
  REQUIRED[format].map((field) => ({ field, header: NAMES[format][field]?.[0] ?? field }));

/** Reads a header: letter case, blanks, dashes and underscores make no difference. */
export function columnsOf(format: ImportFormat, headers: readonly string[]): ImportColumn[] {
  const names = Object.entries(NAMES[format]) as [ImportField, readonly string[]][];
  return headers.map((header) => {
    const plain = header
      .toLowerCase()
      .replace(/[\s_.-]+/g, ' ')
      .trim();
    return { header, field: names.find(([, all]) => all.includes(plain))?.[0] ?? null };
  });
}
