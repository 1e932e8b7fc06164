import { defineErrors } from '@app/core';

/** Refusals of the HTTP layer itself, before or around a service. */
export const HttpErrors = defineErrors('HTTP', {
  BAD_REQUEST: {
    kind: 'bad-request',
    title: { id: 'Permintaan tidak dapat diproses', en: 'The request cannot be processed' },
    detail: { id: 'Periksa alamat, parameter dan isinya.', en: 'Check its address, parameters and body.' },
  },
  UNREADABLE_BODY: {
    kind: 'bad-request',
    title: { id: 'Isi permintaan tidak terbaca', en: 'The body cannot be read' },
    detail: { id: 'Isi harus JSON yang sah.', en: 'It must be valid JSON.' },
  },
  INVALID_IDEMPOTENCY_KEY: {
    kind: 'bad-request',
    title: { id: 'Idempotency-Key tidak sah', en: 'The Idempotency-Key is not valid' },
    detail: { id: 'Pakai 1–255 karakter ASCII yang tercetak.', en: 'Use 1–255 printable ASCII characters.' },
  },
  UNAUTHENTICATED: {
    kind: 'unauthenticated',
    title: { id: 'Belum masuk', en: 'Not signed in' },
    detail: { id: 'Kirim kredensial yang berlaku.', en: 'Send valid credentials.' },
  },
  FORBIDDEN: {
    kind: 'forbidden',
    title: { id: 'Tidak diizinkan', en: 'Not allowed' },
    detail: { id: 'Peran Anda tidak memiliki izin ini.', en: 'Your role lacks this permission.' },
  },
  ROUTE_NOT_FOUND: {
    kind: 'not-found',
    title: { id: 'Alamat tidak dikenal', en: 'No such address' },
    detail: { id: 'Lihat daftar alamat di /docs.', en: 'The addresses are listed at /docs.' },
  },
  CONFLICT: { kind: 'conflict', title: { id: 'Keadaan tidak mengizinkan', en: 'The state forbids it' } },
  BODY_TOO_LARGE: {
    kind: 'too-large',
    title: { id: 'Isi permintaan terlalu besar', en: 'The body is too large' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: 'unsupported-media',
    title: { id: 'Jenis isi tidak didukung', en: 'The media type is not supported' },
    detail: { id: 'Kirim application/json.', en: 'Send application/json.' },
  },
  UNPROCESSABLE: { kind: 'rule', title: { id: 'Melanggar aturan', en: 'Breaks a rule' } },
  RATE_LIMITED: {
    kind: 'rate-limited',
    title: { id: 'Terlalu banyak permintaan', en: 'Too many requests' },
    detail: {
      id: 'Coba lagi dalam {retryAfterSeconds} detik.',
      en: 'Try again in {retryAfterSeconds} seconds.',
    },
  },
  BUSY: {
    kind: 'unavailable',
    title: { id: 'Data sedang dipakai proses lain', en: 'The data is in use by another process' },
    detail: { id: 'Coba lagi sebentar lagi.', en: 'Try again shortly.' },
  },
  UNAVAILABLE: {
    kind: 'unavailable',
    title: { id: 'Sedang tidak tersedia', en: 'Not available right now' },
    detail: { id: 'Coba lagi sebentar lagi.', en: 'Try again shortly.' },
  },
});

/** The answer to a defect: no code of a rule, no internals, only a trace id to look for in the logs. */
export const INTERNAL_ERROR = {
  code: 'HTTP_INTERNAL_ERROR',
  title: { id: 'Terjadi kesalahan di server', en: 'Something went wrong on the server' },
  detail: {
    id: 'Sebutkan traceId ini kepada pengelola.',
    en: 'Give this traceId to whoever runs the server.',
  },
} as const;
