/** What can be wrong with a cell, in both languages. */
export const ROW_PROBLEMS = {
  MISSING: { id: 'wajib diisi', en: 'is required' },
  TOO_LONG: { id: 'terlalu panjang', en: 'is too long' },
  CODE_INVALID: {
    id: 'harus 1–32 huruf, angka, titik, garis bawah atau tanda hubung',
    en: 'must be 1 to 32 letters, digits, dots, dashes or underscores',
  },
  CODE_TWICE: { id: 'kode sudah ada di baris lain', en: 'stands in another row too' },
  CODE_TAKEN: { id: 'kode sudah dipakai pelanggan lain', en: 'is the code of another customer' },
  CODE_UNKNOWN: { id: 'tidak ada pelanggan dengan kode ini', en: 'is the code of no customer of the site' },
  PHONE_INVALID: { id: 'bukan nomor telepon', en: 'is not a telephone number' },
  PHONE_TWICE: { id: 'nomor sudah ada di baris lain', en: 'stands in another row too' },
  PHONE_TAKEN: { id: 'nomor sudah dipakai pelanggan lain', en: 'is the number of another customer' },
  EMAIL_INVALID: { id: 'bukan alamat surel', en: 'is not an e-mail address' },
  AREA_UNKNOWN: { id: 'area tidak ada di site ini', en: 'is no area of the site' },
  PLAN_UNKNOWN: { id: 'paket tidak ada', en: 'is no plan of the site' },
  PLAN_NOT_ADOPTABLE: {
    id: 'bukan paket PPPoE berkala yang sedang dijual',
    en: 'is no PPPoE plan on sale that is billed by the period',
  },
  PLAN_AMBIGUOUS: {
    id: 'lebih dari satu paket bernama ini; pakai kode paket',
    en: 'names several plans: give its code',
  },
  DATE_INVALID: { id: 'bukan tanggal seperti 2027-01-31 atau 31/01/2027', en: 'is not a day such as 2027-01-31' },
  DATE_OUT_OF_RANGE: { id: 'di luar jangkauan (2000 sampai setahun lagi)', en: 'is not between 2000 and a year ahead' },
  ANCHOR_DAY_INVALID: { id: 'harus 1 sampai 31', en: 'must be 1 to 31' },
  AMOUNT_INVALID: { id: 'bukan jumlah uang', en: 'is not an amount of money' },
  AMOUNT_TOO_LARGE: { id: 'jumlah terlalu besar', en: 'is too large' },
  PLAN_NEEDED: { id: 'perlu paket', en: 'makes sense only with a plan' },
  SERVICE_EXISTS: { id: 'pelanggan sudah punya layanan paket ini', en: 'the customer has a service of this plan' },
  INACTIVE: { id: 'tidak aktif, dilewati', en: 'is not active and is left out' },
  REFUSED: { id: 'ditolak', en: 'was refused' },
} as const;
export type RowProblem = keyof typeof ROW_PROBLEMS;

/** Something wrong with one cell of a row. */
export interface RowError {
  /** What the cell means; null: the row as a whole. */
  column: string | null;
  /** A {@link RowProblem}, or the code of a DomainError. */
  code: string;
}

/** The text for people; codes of other libs have their own. */
export const textOf = (code: string): { id: string; en: string } =>
  Object.hasOwn(ROW_PROBLEMS, code) ? ROW_PROBLEMS[code as RowProblem] : ROW_PROBLEMS.REFUSED;
