/** Which column of a bank's CSV means what: names as the header has them, in lower case; the first that is there counts. */
export interface StatementMapping {
  date: readonly string[];
  description: readonly string[];
  /** One column with a sign, a mark (CR, DB, K, D) behind the amount or in {@link mark}. */
  amount?: readonly string[];
  mark?: readonly string[];
  /** Or one column for each direction. */
  credit?: readonly string[];
  debit?: readonly string[];
}

/** Exports of internet banking as they usually are; an `OTHER` bank takes the same names or a mapping of its own. */
export const STATEMENT_PRESETS: Readonly<Record<string, StatementMapping>> = {
  BCA: {
    date: ['tanggal transaksi', 'tanggal', 'date'],
    description: ['keterangan', 'description'],
    amount: ['jumlah', 'mutasi', 'amount'],
    mark: ['db/cr', 'd/k', 'tipe'],
  },
  MANDIRI: {
    date: ['tanggal', 'date', 'posting date', 'value date'],
    description: ['keterangan', 'description', 'remarks', 'transaction description'],
    credit: ['kredit', 'credit', 'dana masuk', 'incoming transactions'],
    debit: ['debit', 'debet', 'dana keluar', 'outgoing transactions'],
  },
  BRI: {
    date: ['tanggal', 'tgl_tran', 'tanggal transaksi', 'date'],
    description: ['uraian transaksi', 'desk_tran', 'keterangan', 'transaksi', 'description'],
    credit: ['kredit', 'mutasi_kredit', 'credit'],
    debit: ['debet', 'mutasi_debet', 'debit'],
  },
  BNI: {
    date: ['tanggal transaksi', 'tgl. trans', 'post date', 'tanggal', 'date'],
    description: ['uraian transaksi', 'description', 'keterangan'],
    amount: ['nominal', 'amount', 'jumlah'],
    mark: ['tipe', 'db/cr', 'd/k', 'type'],
    credit: ['kredit', 'credit'],
    debit: ['debit', 'debet'],
  },
  OTHER: {
    date: ['tanggal', 'tanggal transaksi', 'date', 'posting date'],
    description: ['keterangan', 'uraian', 'description', 'remarks'],
    amount: ['jumlah', 'nominal', 'mutasi', 'amount'],
    mark: ['db/cr', 'd/k', 'tipe', 'type'],
    credit: ['kredit', 'credit'],
    debit: ['debit', 'debet'],
  },
};
