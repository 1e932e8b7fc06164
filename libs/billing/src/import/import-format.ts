/** Lists of customers that are understood. */
export const IMPORT_FORMATS = ['OWN', 'PHPNUXBILL_CUSTOMERS', 'PHPNUXBILL_RECHARGES'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const IMPORT_STATES = ['QUEUED', 'RUNNING', 'COMPLETED', 'CANCELLED', 'FAILED'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const IMPORT_ROW_STATES = ['VALID', 'DONE', 'SKIPPED', 'FAILED'] as const;
export type ImportRowState = (typeof IMPORT_ROW_STATES)[number];

/** What a column may say about a row. */
export const IMPORT_FIELDS = [
  ...(['code', 'name', 'phone', 'email', 'address', 'area', 'plan', 'startsOn', 'anchorDay'] as const),
  ...(['openingBalance', 'status', 'kind'] as const),
];
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** A row as it stands in the file, by what its columns mean. */
export type RawRow = Record<string, string>;

/** How a list is read. */
export interface ListFormat {
  /** What a column may be called, in small letters with single blanks, by what it means. */
  names: Readonly<Partial<Record<string, readonly string[]>>>;
  /** Columns that it cannot do without. */
  required: readonly string[];
}

const OWN: Partial<Record<ImportField, readonly string[]>> = {
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

/** Lists of customers. */
export const CUSTOMER_FORMATS: Readonly<Record<ImportFormat, ListFormat>> = {
  OWN: { names: OWN, required: ['name'] },
  // why: tbl_customers; `balance` is prepaid money of the customer, the other way round than ours
  PHPNUXBILL_CUSTOMERS: {
    names: {
      code: ['username'],
      name: ['fullname'],
      phone: ['phonenumber'],
      email: ['email'],
      address: ['address'],
      openingBalance: ['balance'],
    },
    required: ['code', 'name'],
  },
  // why: tbl_user_recharges; one row per customer, router and kind of service
  PHPNUXBILL_RECHARGES: {
    names: {
      code: ['username'],
      plan: ['namebp'],
      startsOn: ['expiration'],
      status: ['status'],
      kind: ['type'],
    },
    required: ['code', 'plan', 'startsOn', 'status', 'kind'],
  },
};

/** A column of the file and what it means; null: nothing that is known, it is left out. */
export interface ImportColumn {
  header: string;
  field: string | null;
}

/** Columns that a format cannot do without, as its users call them. */
export const requiredOf = ({ names, required }: ListFormat): { field: string; header: string }[] =>
  required.map((field) => ({ field, header: names[field]?.[0] ?? field }));

/** Reads a header: letter case, blanks, dashes and underscores make no difference. */
export function columnsOf(format: ListFormat, headers: readonly string[]): ImportColumn[] {
  const names = Object.entries(format.names);
  return headers.map((header) => {
    const plain = header
      .toLowerCase()
      .replace(/[\s_.-]+/g, ' ')
      .trim();
    return { header, field: names.find(([, all]) => all?.includes(plain))?.[0] ?? null };
  });
}
