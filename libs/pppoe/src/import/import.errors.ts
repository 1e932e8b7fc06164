import { defineErrors } from '@app/core';

/** Refusals of imports. */
export const ImportErrors = defineErrors('PPPOE_IMPORT', {
  RUNNING: {
    kind: 'conflict',
    title: { id: 'Router ini sedang diimpor', en: 'The router is being imported already' },
    detail: { id: 'Tunggu atau batalkan dahulu impor itu.', en: 'Wait for that import, or cancel it.' },
  },
  NOT_OPEN_AGAIN: {
    kind: 'conflict',
    title: { id: 'Impor ini tidak dapat dilanjutkan', en: 'The import cannot be resumed' },
    detail: {
      id: 'Hanya impor yang gagal atau dibatalkan, dan tanpa impor lain yang berjalan.',
      en: 'Only one that failed or was cancelled, while no other import of the router is open.',
    },
  },
  NOT_FINISHED: {
    kind: 'conflict',
    title: { id: 'Impor ini belum selesai', en: 'The import is not finished' },
  },
  BILL_FROM: {
    kind: 'rule',
    title: { id: 'Hari tagih pertama tidak sah', en: 'The first day to be billed is not valid' },
    detail: {
      id: 'Pilih antara {first} dan {last}: tidak ada tagihan mundur.',
      en: 'Choose between {first} and {last}: nothing is billed backwards.',
    },
  },
  PROFILE_TWICE: {
    kind: 'rule',
    title: { id: 'Profil dipetakan dua kali', en: 'A profile is mapped twice' },
    detail: { id: 'Profil: {profile}.', en: 'Profile: {profile}.' },
  },
  PROFILE_WITHOUT_RATE: {
    kind: 'rule',
    title: { id: 'Paket tidak dapat dibuat dari profil ini', en: 'No plan can be made from the profile' },
    detail: {
      id: 'Profil {profile} tidak ada atau tidak memiliki rate-limit: beri kecepatannya.',
      en: 'Profile {profile} is not there or has no rate-limit: give the rates.',
    },
  },
  INTERRUPTED: {
    kind: 'unavailable',
    title: { id: 'Impor terhenti dan akan dilanjutkan', en: 'The import was interrupted and goes on later' },
  },
  CHANGED: {
    kind: 'conflict',
    title: { id: 'Perubahannya sudah lain', en: 'The changes are others by now' },
    detail: { id: 'Lihat lagi, lalu setujui {digest}.', en: 'Look again, then confirm {digest}.' },
  },
});
