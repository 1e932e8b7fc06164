import { defineErrors } from './registry';

/** Errors that every lib may raise; a lib's own cases belong into its own registry. */
export const CoreErrors = defineErrors('CORE', {
  NOT_FOUND: {
    kind: 'not-found',
    title: { id: 'Data tidak ditemukan', en: 'Not found' },
    detail: {
      id: '{what} {id} tidak ada atau di luar wewenang Anda.',
      en: '{what} {id} does not exist or is outside your scope.',
    },
  },
  STALE_VERSION: {
    kind: 'conflict',
    title: { id: 'Data sudah diubah orang lain', en: 'Changed by somebody else' },
    detail: { id: 'Muat ulang, lalu simpan lagi.', en: 'Read it again, then repeat the edit.' },
  },
  VALIDATION_FAILED: {
    kind: 'bad-request',
    title: { id: 'Permintaan tidak sah', en: 'The request is not valid' },
    detail: { id: 'Perbaiki isian yang disebut dalam errors.', en: 'Correct the fields named in errors.' },
  },
  RULE_BROKEN: {
    kind: 'rule',
    title: { id: 'Melanggar aturan', en: 'Breaks a rule' },
    detail: { id: 'Perbaiki isian yang disebut dalam errors.', en: 'Correct the fields named in errors.' },
  },
  INVALID_CURSOR: {
    kind: 'bad-request',
    title: { id: 'Penanda halaman tidak sah', en: 'The page cursor is not valid' },
    detail: { id: 'Mulai lagi dari halaman pertama.', en: 'Start again from the first page.' },
  },
  DATABASE_UNAVAILABLE: {
    kind: 'unavailable',
    title: { id: 'Basis data sedang tidak tersedia', en: 'The database is away' },
    detail: { id: 'Coba lagi sebentar lagi.', en: 'Try again shortly.' },
  },
});
