import { defineErrors } from '@app/core';

/** Errors of the platform itself. */
export const PlatformErrors = defineErrors('PLATFORM', {
  LEASE_LOST: {
    kind: 'conflict',
    title: { id: 'Hak kerja tunggal hilang', en: 'The lease was lost' },
  },
  IDEMPOTENCY_KEY_REUSED: {
    kind: 'rule',
    title: { id: 'Idempotency-Key dipakai untuk isi yang lain', en: 'The Idempotency-Key was used with another body' },
    detail: { id: 'Pakai kunci baru untuk permintaan baru.', en: 'Use a new key for a new request.' },
  },
  IDEMPOTENCY_IN_PROGRESS: {
    kind: 'conflict',
    title: { id: 'Permintaan yang sama masih diproses', en: 'The same request is still running' },
    detail: { id: 'Tunggu sebentar, lalu ulangi.', en: 'Wait a moment, then repeat it.' },
  },
  ALERT_RESOLVED: {
    kind: 'conflict',
    title: { id: 'Peringatan sudah selesai', en: 'The alert is over already' },
    detail: { id: 'Tidak ada lagi yang perlu ditangani.', en: 'There is nothing left to take in hand.' },
  },
  SCHEDULE_RHYTHM: {
    kind: 'rule',
    title: { id: 'Jadwal tidak dapat dibaca', en: 'The schedule cannot be read' },
    detail: {
      id: 'Isi everyMs, atau cron (dengan timeZone), bukan keduanya.',
      en: 'Give everyMs, or cron (with timeZone), not both.',
    },
  },
});
