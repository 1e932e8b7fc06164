import { defineErrors } from '@app/core';

/** Errors of print templates and files of vouchers. */
export const PrintErrors = defineErrors('VOUCHER_PRINT', {
  TEMPLATE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Lokasi ini sudah punya templat dengan nama itu', en: 'The site has a template of that name' },
  },
  TEMPLATE_BUILT_IN: {
    kind: 'rule',
    title: { id: 'Templat bawaan tidak dapat diubah', en: 'A built-in template is not changed' },
    detail: { id: 'Buat templat sendiri dari isinya.', en: 'Make a template of your own from it.' },
  },
  TEMPLATE_VARIABLE: {
    kind: 'rule',
    title: { id: 'Variabel {variable} di baris {line} tidak dikenal', en: 'Line {line} names {variable}' },
    detail: {
      id: 'Pakai variabel yang tersedia; gambar QR berdiri sendiri di barisnya.',
      en: 'There is no such variable; the QR code stands alone in its line.',
    },
  },
  TEMPLATE_PAGE: {
    kind: 'rule',
    title: { id: 'Jumlah per halaman hanya untuk A4', en: 'How many per page is said of A4, and of A4 only' },
  },
  NOTHING_TO_PRINT: {
    kind: 'rule',
    title: { id: 'Tidak ada voucher di nomor itu', en: 'The batch has no voucher of that number' },
  },
  FILE_NOT_READY: {
    kind: 'conflict',
    title: { id: 'Berkas masih dibuat', en: 'The file is still being made' },
    detail: { id: 'Lihat kemajuannya di tugasnya.', en: 'Its job shows how far it is.' },
  },
});
