import { defineErrors } from '@app/core';

/** Errors of this lib. */
export const PaymentErrors = defineErrors('PAYMENTS', {
  AMOUNT_NOT_POSITIVE: {
    kind: 'rule',
    title: { id: 'Jumlah pembayaran harus lebih dari nol', en: 'The amount of a payment must be above zero' },
    detail: { id: 'Koreksi pembayaran dicatat tersendiri.', en: 'Corrections of payments are recorded on their own.' },
  },
  CURRENCY_MISMATCH: {
    kind: 'rule',
    title: { id: 'Mata uang tidak sesuai', en: 'Wrong currency' },
    detail: { id: 'Pelanggan ini ditagih dalam {currency}.', en: 'This customer is billed in {currency}.' },
  },
  TARGET_NOT_OPEN: {
    kind: 'conflict',
    title: { id: 'Tidak ada yang perlu dibayar', en: 'There is nothing to pay' },
    detail: { id: '{title} sudah lunas atau tidak berlaku.', en: '{title} is paid or not valid any more.' },
  },
  NO_CHANNEL: {
    kind: 'rule',
    title: { id: 'Tidak ada cara bayar online untuk jumlah ini', en: 'There is no way to pay this amount online' },
    detail: {
      id: 'Pilih cara lain, atau bayar tunai atau transfer.',
      en: 'Choose another way, or pay in cash or by transfer.',
    },
  },
  CHECKOUT_REJECTED: {
    kind: 'unavailable',
    title: { id: 'Gateway menolak pembayaran ini', en: 'The gateway refused this payment' },
    detail: { id: 'Coba cara bayar lain. {reason}', en: 'Try another way to pay. {reason}' },
  },
  TRY_AGAIN: {
    kind: 'unavailable',
    title: { id: 'Silakan coba lagi', en: 'Please try again' },
    detail: { id: 'Pembayaran lain baru saja selesai.', en: 'Another attempt has ended just now.' },
  },
  ACCOUNT_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode akun gateway sudah dipakai', en: 'The code of the gateway account is taken' },
    detail: { id: 'Pilih kode lain selain {code}.', en: 'Choose another code than {code}.' },
  },
  ACCOUNT_ABOVE_SITES: {
    kind: 'forbidden',
    title: { id: 'Akun untuk semua lokasi', en: 'An account for every site' },
    detail: { id: 'Sebutkan salah satu lokasi Anda.', en: 'Name one of your sites.' },
  },
  NO_CUSTOMER: {
    kind: 'rule',
    title: { id: 'Pembayaran tanpa pelanggan', en: 'A payment without a customer' },
    detail: {
      id: 'Penjualan anonim dikembalikan sebagai pengembalian dana, bukan dibalik.',
      en: 'An anonymous sale is given back as a refund, it is not reversed.',
    },
  },
  RECEIVED_IN_FUTURE: {
    kind: 'rule',
    title: { id: 'Waktu terima di masa depan', en: 'Received in the future' },
    detail: { id: 'Isi waktu saat uang diterima.', en: 'State when the money was received.' },
  },
  RECEIVED_TOO_LONG_AGO: {
    kind: 'rule',
    title: { id: 'Waktu terima terlalu lama', en: 'Received too long ago' },
    detail: { id: 'Paling lama {days} hari yang lalu.', en: 'At most {days} days ago.' },
  },
});
