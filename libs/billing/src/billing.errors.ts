import { defineErrors } from '@app/core';

/** Refusals of plans, subscriptions, runs and settlement. */
export const BillingErrors = defineErrors('BILLING', {
  PLAN_CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode paket sudah dipakai', en: 'The plan code is taken' },
    detail: { id: 'Pilih kode lain selain {code}.', en: 'Choose a code other than {code}.' },
  },
  PLAN_RETIRED: {
    kind: 'conflict',
    title: { id: 'Paket sudah tidak dijual', en: 'The plan is retired' },
    detail: { id: 'Pilih paket yang masih aktif.', en: 'Choose a plan that is active.' },
  },
  PLAN_IS_GENERAL: {
    kind: 'forbidden',
    title: { id: 'Paket umum diatur oleh pusat', en: 'A general plan is kept by the head office' },
    detail: { id: 'Hanya pengguna semua site yang boleh.', en: 'Only somebody of all sites may do that.' },
  },
  POLICY_IS_GENERAL: {
    kind: 'forbidden',
    title: { id: 'Aturan umum diatur oleh pusat', en: 'General policies are kept by the head office' },
    detail: { id: 'Hanya pengguna semua site yang boleh.', en: 'Only somebody of all sites may do that.' },
  },
  INVOICE_STATE: {
    kind: 'conflict',
    title: { id: 'Keadaan tagihan tidak mengizinkan', en: 'The state of the invoice forbids it' },
    detail: {
      id: '{action} tidak bisa pada tagihan {status}.',
      en: '{action} is not possible on an invoice in {status}.',
    },
  },
  CREDIT_EXCEEDS_INVOICE: {
    kind: 'rule',
    title: { id: 'Nota kredit melebihi tagihan', en: 'The credit note exceeds the invoice' },
    detail: { id: 'Paling banyak {max} lagi.', en: 'At most {max} more.' },
  },
  CREDIT_EXCEEDS_LINE: {
    kind: 'rule',
    title: { id: 'Nota kredit melebihi baris tagihan', en: 'The credit note exceeds a line of the invoice' },
    detail: {
      id: '{line}: paling banyak {net} ditambah pajak {tax}.',
      en: '{line}: at most {net} and {tax} of tax.',
    },
  },
  BALANCE_TOO_LOW: {
    kind: 'rule',
    title: { id: 'Saldo tidak cukup', en: 'The balance is too low' },
    detail: { id: 'Tersedia {available}.', en: 'Available: {available}.' },
  },
  SITE_REQUIRED: {
    kind: 'rule',
    title: { id: 'Site harus disebut', en: 'Name the site' },
    detail: { id: 'Anda hanya boleh bekerja untuk site sendiri.', en: 'You may only work for sites of your own.' },
  },
  PLAN_NOT_FOR_SITE: {
    kind: 'rule',
    title: { id: 'Paket bukan untuk site pelanggan ini', en: "The plan is not sold at the customer's site" },
    detail: { id: 'Pilih paket umum atau paket site tersebut.', en: 'Choose a general plan or one of that site.' },
  },
  PLAN_WITHOUT_PRICE: {
    kind: 'rule',
    title: { id: 'Paket belum punya harga pada tanggal itu', en: 'The plan has no price on that day' },
    detail: {
      id: 'Tambahkan harga yang berlaku mulai {date} atau sebelumnya.',
      en: 'Add a price that is valid from {date} or earlier.',
    },
  },
  PRICE_DATE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Sudah ada harga mulai tanggal itu', en: 'There is a price from that day already' },
    detail: { id: 'Pilih tanggal lain selain {date}.', en: 'Choose a day other than {date}.' },
  },
  PRICE_NEGATIVE: {
    kind: 'rule',
    title: { id: 'Harga tidak boleh negatif', en: 'A price is never negative' },
  },
  TAX_CODE_UNKNOWN: {
    kind: 'rule',
    title: { id: 'Kode pajak tidak dikenal', en: 'The tax code is unknown' },
    detail: { id: '{code} tidak ada dalam daftar kode pajak.', en: '{code} is not in the list of tax codes.' },
  },
  CURRENCY_MISMATCH: {
    kind: 'rule',
    title: { id: 'Mata uang tidak sama', en: 'The currencies differ' },
    detail: { id: 'Diharapkan {expected}, bukan {actual}.', en: 'Expected {expected}, not {actual}.' },
  },
  AMOUNT_NOT_POSITIVE: {
    kind: 'rule',
    title: { id: 'Jumlah harus lebih dari nol', en: 'The amount must be more than zero' },
  },
  SUBSCRIPTION_STATE: {
    kind: 'conflict',
    title: { id: 'Status langganan tidak mengizinkan', en: 'The state of the subscription forbids it' },
    detail: { id: 'Tidak bisa {action} dari {status}.', en: 'Cannot {action} from {status}.' },
  },
  CUSTOMER_ARCHIVED: {
    kind: 'conflict',
    title: { id: 'Pelanggan sudah diarsipkan', en: 'The customer is archived' },
  },
  START_TOO_FAR: {
    kind: 'rule',
    title: { id: 'Tanggal mulai tidak bisa dipakai', en: 'The start day cannot be used' },
    detail: {
      id: 'Paling lama {past} hari ke belakang, dan tidak di masa depan.',
      en: 'At most {past} days back, and not in the future.',
    },
  },
  AS_OF_WENT_BACK: {
    kind: 'rule',
    title: { id: 'Waktu tagih mundur', en: 'The billing time went back' },
    detail: {
      id: 'Proses terakhir memakai {last}; pakai waktu itu atau sesudahnya.',
      en: 'The last run used {last}; use that time or a later one.',
    },
  },
  AS_OF_IN_FUTURE: {
    kind: 'rule',
    title: { id: 'Waktu tagih di masa depan', en: 'The billing time lies in the future' },
    detail: { id: 'Hanya simulasi (dryRun) yang boleh.', en: 'Only a dry run may do that.' },
  },
  CLOCKS_DISAGREE: {
    kind: 'unavailable',
    title: { id: 'Jam server dan basis data berbeda', en: 'The clocks of server and database disagree' },
    detail: {
      id: 'Selisih {seconds} detik; perbaiki jam dulu.',
      en: 'They differ by {seconds} s; correct them first.',
    },
  },
});
