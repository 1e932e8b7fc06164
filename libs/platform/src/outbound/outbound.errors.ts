import { defineErrors } from '@app/core';

/** Why an outgoing request was not made or not answered. Nothing that the other side said is part of them (billing.md S1). */
export const OutboundErrors = defineErrors('OUTBOUND', {
  URL_REFUSED: {
    kind: 'rule',
    title: { id: 'Alamat tidak diizinkan', en: 'The address is not allowed' },
    detail: {
      id: 'Pakai https tanpa nama pengguna, ke port yang diizinkan ({ports}).',
      en: 'Use https without user info, to an allowed port ({ports}).',
    },
  },
  ADDRESS_DENIED: {
    kind: 'rule',
    title: { id: 'Jaringan tujuan tidak diizinkan', en: 'The network of that address is not allowed' },
    detail: {
      id: '{host} menuju jaringan internal; lihat OUTBOUND_ALLOWED_NETWORKS.',
      en: '{host} leads into an internal network; see OUTBOUND_ALLOWED_NETWORKS.',
    },
  },
  UNREACHABLE: {
    kind: 'unavailable',
    title: { id: 'Tujuan tidak dapat dihubungi', en: 'The other side cannot be reached' },
    detail: { id: 'Kode: {reason}.', en: 'Code: {reason}.' },
  },
});
