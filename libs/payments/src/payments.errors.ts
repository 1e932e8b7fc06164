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
