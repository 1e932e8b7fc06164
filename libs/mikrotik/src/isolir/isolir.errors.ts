import { defineErrors } from '@app/core';

/** Errors of the isolir infrastructure. */
export const IsolirErrors = defineErrors('MIKROTIK', {
  ISOLIR_PORTAL_MISSING: {
    kind: 'rule',
    title: { id: 'Alamat halaman isolir belum diketahui', en: 'The address of the isolir page is not known' },
    detail: {
      id: 'Isi portalAddress, atau ISOLIR_PORTAL_ADDRESS untuk semua router.',
      en: 'Give portalAddress, or ISOLIR_PORTAL_ADDRESS for every router.',
    },
  },
});
