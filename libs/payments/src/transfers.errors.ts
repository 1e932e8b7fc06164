import { defineErrors } from '@app/core';

/** Errors about transfers: bank accounts, mutations, proofs. */
export const TransferErrors = defineErrors('TRANSFERS', {
  ACCOUNT_TAKEN: {
    kind: 'conflict',
    title: { id: 'Rekening sudah terdaftar', en: 'This bank account exists already' },
  },
  ACCOUNT_IS_GENERAL: {
    kind: 'rule',
    title: { id: 'Rekening untuk semua lokasi', en: 'A bank account of every site' },
    detail: {
      id: 'Hanya yang melihat semua lokasi boleh mengaturnya.',
      en: 'Only who sees every site may set it up.',
    },
  },
  QRIS_INVALID: {
    kind: 'rule',
    title: { id: 'QRIS tidak sah', en: 'The QRIS is not valid' },
    detail: {
      id: 'Alasan: {reason}. Tempel isi QRIS statis.',
      en: 'Reason: {reason}. Paste the text of a static QRIS.',
    },
  },
  NO_FREE_AMOUNT: {
    kind: 'unavailable',
    title: { id: 'Semua kode unik sedang dipakai', en: 'Every unique amount is in use' },
    detail: { id: 'Coba lagi nanti atau pilih cara lain.', en: 'Try again later or choose another way.' },
  },
  ACCOUNT_PAUSED: {
    kind: 'conflict',
    title: { id: 'Rekening sedang tidak dipakai', en: 'This bank account is paused' },
  },
  STATEMENT_UNREADABLE: {
    kind: 'rule',
    title: { id: 'Mutasi tidak terbaca', en: 'The statement cannot be read' },
    detail: { id: 'Alasan: {reason}. Unggah CSV dari bank.', en: 'Reason: {reason}. Upload the CSV of the bank.' },
  },
  MUTATION_DECIDED: {
    kind: 'conflict',
    title: { id: 'Mutasi sudah diputuskan', en: 'This mutation has been decided' },
    detail: { id: 'Keadaannya sekarang {state}.', en: 'It is {state} now.' },
  },
  FILE_FORGOTTEN: {
    kind: 'not-found',
    title: { id: 'Berkas sudah dihapus', en: 'The file was removed' },
    detail: {
      id: 'Bukti lama dan bukti pelanggan yang dianonimkan tidak disimpan.',
      en: 'Old proofs, and those of anonymous customers, are not kept.',
    },
  },
  FILE_EMPTY: { kind: 'rule', title: { id: 'Berkas kosong', en: 'The file is empty' } },
  FILE_TOO_LARGE: {
    kind: 'too-large',
    title: { id: 'Berkas terlalu besar', en: 'The file is too large' },
    detail: { id: 'Paling besar {mib} MB.', en: 'At most {mib} MB.' },
  },
  FILE_NOT_ACCEPTED: {
    kind: 'rule',
    title: { id: 'Berkas tidak diterima', en: 'The file is not accepted' },
    detail: {
      id: 'Kirim foto atau tangkapan layar (JPG, PNG, WebP) atau PDF.',
      en: 'Send a photo or screenshot (JPG, PNG, WebP) or a PDF.',
    },
  },
  CLAIM_DECIDED: {
    kind: 'conflict',
    title: { id: 'Bukti transfer sudah diputuskan', en: 'This proof has been decided' },
    detail: { id: 'Keadaannya sekarang {status}.', en: 'It is {status} now.' },
  },
  CLAIM_DUPLICATE: {
    kind: 'conflict',
    title: { id: 'Bukti ini pernah dikirim', en: 'This proof was sent before' },
    detail: {
      id: 'Periksa bukti yang lama, lalu setujui dengan duplicateConfirmed.',
      en: 'Look at the earlier one, then approve with duplicateConfirmed.',
    },
  },
  TOO_MANY_CLAIMS: {
    kind: 'rate-limited',
    title: { id: 'Terlalu banyak bukti', en: 'Too many proofs' },
    detail: { id: 'Tunggu pemeriksaan bukti yang sudah dikirim.', en: 'Wait until those that you sent are reviewed.' },
  },
});
