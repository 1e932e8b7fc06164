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
  PERIOD_CLOSED: {
    kind: 'conflict',
    title: { id: 'Periode akuntansi sudah ditutup', en: 'The accounting period is closed' },
    detail: {
      id: 'Ulangi; pembukuan masuk ke periode yang terbuka.',
      en: 'Try again: it is posted to the open period.',
    },
  },
  PERIOD_STATE: {
    kind: 'conflict',
    title: { id: 'Periode akuntansi tidak bisa diubah', en: 'The accounting period cannot be changed' },
    detail: { id: '{month}: {reason}.', en: '{month}: {reason}.' },
  },
  WITHHOLDING_TOO_HIGH: {
    kind: 'rule',
    title: { id: 'Potongan PPh terlalu besar', en: 'The withheld tax is too high' },
    detail: { id: 'Paling banyak {max} lagi untuk tagihan ini.', en: 'At most {max} more for this invoice.' },
  },
  CERTIFICATE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Bukti potong sudah dicatat', en: 'The withholding certificate is recorded already' },
    detail: { id: 'Nomor {certificate}.', en: 'Number {certificate}.' },
  },
  CASH_ACCOUNT_UNKNOWN: {
    kind: 'rule',
    title: { id: 'Akun kas tidak dikenal', en: 'The cash account is unknown' },
    detail: { id: '{code} tidak ada di bagan akun.', en: '{code} is not in the plan of accounts.' },
  },
  ACCOUNT_TAKEN: {
    kind: 'conflict',
    title: { id: 'Akun sudah ada', en: 'There is such an account already' },
  },
  REVERSAL_EXCEEDS_PAYMENT: {
    kind: 'rule',
    title: { id: 'Melebihi sisa pembayaran', en: 'More than is left of the payment' },
    detail: { id: 'Paling banyak {max} lagi.', en: 'At most {max} more.' },
  },
  DRAFT_EMPTY: {
    kind: 'rule',
    title: { id: 'Draf belum punya baris', en: 'The draft has no lines' },
  },
  PLAN_RATES: {
    kind: 'rule',
    title: { id: 'Kecepatan paket tidak cocok', en: 'The rates of the plan do not fit' },
    detail: {
      id: 'Burst tidak di bawah kecepatan biasa, dan langkah pemakaian wajar naik.',
      en: 'A burst is not below the ordinary rate, and fair-use steps ascend.',
    },
  },
  PRODUCT_CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode produk sudah dipakai', en: 'The product code is taken' },
    detail: { id: 'Pilih kode lain selain {code}.', en: 'Choose a code other than {code}.' },
  },
  PRODUCT_RETIRED: {
    kind: 'conflict',
    title: { id: 'Produk sudah tidak dijual', en: 'The product is retired' },
  },
  PRODUCT_NOT_FOR_SITE: {
    kind: 'rule',
    title: { id: 'Produk bukan untuk site ini', en: 'The product is not sold at this site' },
  },
  PRODUCT_KIND: {
    kind: 'rule',
    title: { id: 'Jenis produk tidak cocok', en: 'The product is of the wrong kind' },
    detail: { id: 'Diperlukan produk {kind}.', en: 'It takes a {kind} product.' },
  },
  TAX_CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode pajak sudah dipakai', en: 'The tax code is taken' },
    detail: { id: 'Pilih kode lain selain {code}.', en: 'Choose a code other than {code}.' },
  },
  TAX_RATE: {
    kind: 'rule',
    title: { id: 'Tarif pajak tidak masuk akal', en: 'The tax rate makes no sense' },
    detail: {
      id: 'Tarif di antara 0 dan harga penuh; dasar yang ditampilkan pecahan utuh.',
      en: 'A rate lies between 0 and the whole price; the base that is shown is a whole fraction.',
    },
  },
  RATE_DATE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Sudah ada tarif mulai tanggal itu', en: 'There is a rate from that day already' },
    detail: { id: 'Pilih tanggal lain selain {date}.', en: 'Choose a day other than {date}.' },
  },
  HOLIDAY_TAKEN: {
    kind: 'conflict',
    title: { id: 'Hari libur itu sudah ada', en: 'That holiday is in the list already' },
    detail: { id: '{day} sudah tercatat.', en: '{day} is noted already.' },
  },
  NUMBER_FORMAT: {
    kind: 'rule',
    title: { id: 'Format nomor tidak menjamin nomor unik', en: 'The number format does not make unique numbers' },
    detail: { id: 'Yang kurang: {missing}.', en: 'What is missing: {missing}.' },
  },
  NUMBER_SERIES_SHARED: {
    kind: 'rule',
    title: {
      id: 'Tagihan dan nota kredit akan bernomor sama',
      en: 'Invoices and credit notes would share their numbers',
    },
    detail: { id: 'Keduanya di seri {series}.', en: 'Both are in the series {series}.' },
  },
  NUMBER_FORMAT_USED: {
    kind: 'rule',
    title: { id: 'Nomor yang sudah terpakai akan terulang', en: 'Numbers that are taken would come again' },
    detail: {
      id: 'Dokumen di seri {series} memakai {pattern}; ubah teksnya, atau tunggu awal masa berikutnya.',
      en: 'Documents of the series {series} have numbers like {pattern}; change its text, or wait for the next span.',
    },
  },
  LOGO_UNUSABLE: {
    kind: 'rule',
    title: { id: 'Logo tidak dapat dicetak', en: 'The logo cannot be printed' },
    detail: {
      id: 'Pakai PNG atau JPEG yang utuh, paling besar 2.000 × 2.000 piksel.',
      en: 'Use a whole PNG or JPEG of at most 2,000 × 2,000 pixels.',
    },
  },
  DISCOUNT_CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode diskon sudah dipakai', en: 'The discount code is taken' },
    detail: { id: 'Pilih kode lain selain {code}.', en: 'Choose a code other than {code}.' },
  },
  DISCOUNT_TERMS: {
    kind: 'rule',
    title: { id: 'Ketentuan diskon tidak cocok', en: 'The terms of the discount do not fit' },
    detail: {
      id: 'Persen atau jumlah, masa hanya untuk PERIODS, batas tidak di bawah yang sudah ditukar, tanggal berurutan.',
      en: 'Per cent or an amount, periods with PERIODS only, no limit below what is redeemed, days in order.',
    },
  },
  DISCOUNT_UNUSABLE: {
    kind: 'rule',
    title: { id: 'Diskon tidak berlaku', en: 'The discount is not valid' },
    detail: { id: '{code}: {why}.', en: '{code}: {why}.' },
  },
  DISCOUNT_EXHAUSTED: {
    kind: 'conflict',
    title: { id: 'Kuota diskon habis', en: 'The discount is used up' },
    detail: { id: '{code} sudah ditukar {max} kali.', en: '{code} was redeemed {max} times.' },
  },
  DISCOUNT_GRANTED: {
    kind: 'conflict',
    title: { id: 'Diskon sudah diberikan', en: 'The discount is granted already' },
  },
  CHARGE_STATE: {
    kind: 'conflict',
    title: { id: 'Tagihan sekali bayar tidak menunggu lagi', en: 'The charge waits no longer' },
    detail: { id: 'Statusnya {state}.', en: 'It is {state}.' },
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
  CLOCK_HELD: {
    kind: 'unavailable',
    title: { id: 'Jam melompat dan belum dikonfirmasi', en: 'The clock jumped and is not confirmed yet' },
    detail: {
      id: 'Periksa jam, lalu konfirmasi; sampai itu tidak ada tagihan dan isolir.',
      en: 'Check the clock, then confirm it; until then nothing is billed and nobody isolated.',
    },
  },
  CLOCK_NOT_HELD: {
    kind: 'conflict',
    title: { id: 'Tidak ada jam yang menunggu konfirmasi', en: 'No clock waits for confirmation' },
  },
  NOT_A_PREVIEW: {
    kind: 'conflict',
    title: { id: 'Ini bukan simulasi', en: 'This is not a dry run' },
    detail: { id: 'Hanya simulasi yang bisa dikonfirmasi.', en: 'Only a dry run can be confirmed.' },
  },
  PREVIEW_CONFIRMED: {
    kind: 'conflict',
    title: { id: 'Simulasi ini sudah dikonfirmasi', en: 'This dry run is confirmed already' },
  },
  PREVIEW_OUTDATED: {
    kind: 'conflict',
    title: { id: 'Angka simulasi sudah berubah', en: 'The figures of the dry run have changed' },
    detail: {
      id: '{what}: simulasi {then}, sekarang {now}. Buat simulasi baru.',
      en: '{what}: the dry run said {then}, now it is {now}. Make a new one.',
    },
  },
  RUN_IS_OVER: {
    kind: 'conflict',
    title: { id: 'Proses tagih sudah selesai', en: 'The billing run is over' },
    detail: { id: 'Statusnya {state}.', en: 'It is {state}.' },
  },
  BRAKE_NOT_HELD: {
    kind: 'conflict',
    title: { id: 'Rem isolir tidak sedang menahan', en: 'The brake of isolation is not on' },
  },
  PROMISE_WITHOUT_DEBT: {
    kind: 'rule',
    title: { id: 'Tidak ada tagihan terbuka', en: 'There is no open invoice' },
    detail: { id: 'Janji bayar hanya untuk tagihan terbuka.', en: 'A promise is about open invoices.' },
  },
  PROMISE_OPEN: {
    kind: 'conflict',
    title: { id: 'Sudah ada janji bayar', en: 'There is an open promise already' },
    detail: { id: 'Batalkan dulu janji sampai {until}.', en: 'Cancel the one until {until} first.' },
  },
  PROMISE_TOO_LONG: {
    kind: 'rule',
    title: { id: 'Tanggal janji tidak bisa dipakai', en: 'The day of the promise cannot be used' },
    detail: { id: 'Mulai hari ini, paling lambat {latest}.', en: 'From today to {latest} at the latest.' },
  },
  PROMISE_LIMIT: {
    kind: 'rule',
    title: { id: 'Janji bayar sudah terlalu sering', en: 'There were too many promises' },
    detail: { id: 'Paling banyak {limit} dalam {days} hari.', en: 'At most {limit} within {days} days.' },
  },
  PROMISE_STATE: {
    kind: 'conflict',
    title: { id: 'Janji sudah selesai', en: 'The promise is over' },
  },
  OVERRIDE_EXPIRY: {
    kind: 'rule',
    title: { id: 'Batas waktu sudah lewat', en: 'The expiry is in the past' },
  },
  OVERRIDE_ENDED: {
    kind: 'conflict',
    title: { id: 'Pengecualian sudah berakhir', en: 'The override has ended' },
  },
  DUNNING_POLICY_TAKEN: {
    kind: 'conflict',
    title: { id: 'Aturan untuk paket dan site ini sudah ada', en: 'There is a policy for this plan and site already' },
  },
  LATE_FEE_REVERSED: {
    kind: 'conflict',
    title: { id: 'Denda sudah dibatalkan', en: 'The late fee is reversed already' },
  },
});
