import { defineErrors } from '@app/core';

/** Refusals of uploaded lists. */
export const CustomerImportErrors = defineErrors('BILLING_IMPORT', {
  FILE_EMPTY: {
    kind: 'rule',
    title: { id: 'Berkas kosong', en: 'The file is empty' },
    detail: { id: 'Perlu satu baris judul dan minimal satu baris isi.', en: 'It needs a header and at least one row.' },
  },
  FILE_UNREADABLE: {
    kind: 'rule',
    title: { id: 'Berkas tidak dapat dibaca', en: 'The file cannot be read' },
    detail: {
      id: 'Simpan ulang sebagai CSV (UTF-8) atau XLSX.',
      en: 'Save it again as CSV (UTF-8) or XLSX.',
    },
  },
  FILE_TOO_LARGE: {
    kind: 'rule',
    title: { id: 'Berkas terlalu besar', en: 'The file is too large' },
    detail: {
      id: 'Paling banyak {rows} baris dan {columns} kolom.',
      en: 'At most {rows} rows and {columns} columns.',
    },
  },
  COLUMNS_MISSING: {
    kind: 'rule',
    title: { id: 'Kolom wajib tidak ada', en: 'Required columns are missing' },
    detail: { id: 'Kolom: {columns}.', en: 'Columns: {columns}.' },
  },
  COLUMN_TWICE: {
    kind: 'rule',
    title: { id: 'Kolom ada dua kali', en: 'A column is there twice' },
    detail: { id: 'Kolom: {column}.', en: 'Column: {column}.' },
  },
  FILE_IMPORTED: {
    kind: 'conflict',
    title: { id: 'Berkas ini sudah diimpor', en: 'This file was imported already' },
    detail: { id: 'Lihat impor {id}.', en: 'See import {id}.' },
  },
  NOT_CLEAN: {
    kind: 'conflict',
    title: { id: 'Uji coba belum bersih', en: 'The dry run is not clean' },
    detail: { id: 'Masih ada {failed} baris gagal.', en: 'It has {failed} rows that failed.' },
  },
  NOT_CONFIRMABLE: {
    kind: 'conflict',
    title: { id: 'Impor ini tidak dapat dijalankan', en: 'The import cannot be carried out now' },
    detail: { id: 'Keadaannya {state}.', en: 'It is {state}.' },
  },
  INTERRUPTED: {
    kind: 'unavailable',
    title: { id: 'Impor terhenti dan akan dilanjutkan', en: 'The import was interrupted and goes on later' },
  },
});
