import { defineErrors } from '@app/core';

/** Errors of plans and adoption. */
export const SyncErrors = defineErrors('MIKROTIK', {
  PLAN_CHANGED: {
    kind: 'conflict',
    title: { id: 'Rencana sudah berubah', en: 'The plan has changed' },
    detail: {
      id: 'Router sekarang akan kehilangan hal lain. Baca rencana lagi, lalu konfirmasi yang baru ({digest}).',
      en: 'The router would lose something else by now. Read the plan again and confirm the new one ({digest}).',
    },
  },
  PLAN_INCOMPLETE: {
    kind: 'unavailable',
    title: { id: 'Rencana tidak lengkap', en: 'The plan is incomplete' },
    detail: {
      id: '{kind} tidak terbaca dari router ({reason}). Yang tidak terlihat tidak dapat dikonfirmasi.',
      en: '{kind} could not be read from the router ({reason}). What cannot be seen cannot be confirmed.',
    },
  },
  OBJECT_NOT_FOUND: {
    kind: 'not-found',
    title: { id: 'Objek tidak ada di router', en: 'The router has no such object' },
    detail: { id: '{kind} {name} tidak ada di router.', en: 'There is no {kind} {name} on the router.' },
  },
  OBJECT_OWNED: {
    kind: 'conflict',
    title: { id: 'Objek sudah ada pemiliknya', en: 'The object has an owner' },
    detail: { id: '{kind} {name} sudah milik {owner}.', en: '{kind} {name} belongs to {owner} already.' },
  },
  NOT_ADOPTABLE: {
    kind: 'rule',
    title: { id: 'Objek tidak dapat diambil alih', en: 'The object cannot be adopted' },
    detail: {
      id: '{kind} {name} tidak dapat ditandai: jenis ini tidak punya komentar, atau objek dibuat router sendiri.',
      en: '{kind} {name} cannot be marked: its kind has no comment, or the router made it by itself.',
    },
  },
  ROUTER_BUSY: {
    kind: 'unavailable',
    title: { id: 'Router sedang ditulis', en: 'The router is being written to' },
    detail: { id: 'Coba lagi sebentar.', en: 'Try again in a moment.' },
  },
});
