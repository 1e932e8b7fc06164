import { defineErrors } from '@app/core';

/** Errors of this lib. */
export const VoucherErrors = defineErrors('VOUCHERS', {
  INTERRUPTED: {
    kind: 'unavailable',
    title: { id: 'Pekerjaan berhenti di tengah jalan', en: 'The work was interrupted' },
    detail: { id: 'Dilanjutkan sendiri.', en: 'It goes on by itself.' },
  },
  CODES_EXHAUSTED: {
    kind: 'rule',
    title: { id: 'Kode dengan bentuk ini habis', en: 'No codes of this style are left' },
    detail: { id: 'Pilih kode yang lebih panjang atau awalan lain.', en: 'Choose longer codes or another prefix.' },
  },
  CODE_TOO_SHORT: {
    kind: 'rule',
    title: { id: 'Kode terlalu pendek', en: 'The codes are too short' },
    detail: {
      id: 'Untuk jumlah ini paling sedikit {length} karakter acak, supaya tidak dapat ditebak.',
      en: 'So many need at least {length} random signs, so that nobody guesses one.',
    },
  },
});
