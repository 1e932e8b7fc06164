import { defineErrors } from '@app/core';

/** Errors of the router system. */
export const MikrotikErrors = defineErrors('MIKROTIK', {
  ROUTER_NAME_TAKEN: {
    kind: 'conflict',
    title: { id: 'Nama router sudah dipakai', en: 'The router name is taken' },
    detail: { id: 'Pilih nama lain untuk router.', en: 'Choose another name for the router.' },
  },
  ROUTER_IN_USE: {
    kind: 'conflict',
    title: { id: 'Router masih dipakai', en: 'The router is in use' },
    detail: {
      id: 'Pindahkan dulu pelanggan yang memakainya ke router lain.',
      en: 'Move the subscribers that use it to another router first.',
    },
  },
  HOST_NOT_ALLOWED: {
    kind: 'rule',
    title: { id: 'Alamat router tidak diizinkan', en: 'The router address is not allowed' },
    detail: {
      id: '{host} berada di luar jaringan dalam ROUTER_ALLOWED_NETWORKS.',
      en: '{host} is outside the networks of ROUTER_ALLOWED_NETWORKS.',
    },
  },
  PORT_NOT_ALLOWED: {
    kind: 'rule',
    title: { id: 'Port router tidak diizinkan', en: 'The port of the router is not allowed' },
    detail: {
      id: '{port} tidak ada dalam ROUTER_ALLOWED_PORTS.',
      en: '{port} is not in ROUTER_ALLOWED_PORTS.',
    },
  },
  PLAIN_NOT_ALLOWED: {
    kind: 'rule',
    title: { id: 'Koneksi tanpa TLS tidak diizinkan', en: 'A connection without TLS is not allowed' },
    detail: {
      id: 'Pakai api-ssl, atau izinkan pada router ini (plainAllowed) dan, di produksi, dengan ROUTER_PLAIN_ALLOWED.',
      en: 'Use api-ssl, or allow it for this router (plainAllowed) and, in production, by ROUTER_PLAIN_ALLOWED.',
    },
  },
  CA_NOT_VALID: {
    kind: 'rule',
    title: { id: 'Sertifikat CA tidak sah', en: 'The CA certificate is not valid' },
    detail: {
      id: 'Mode CA memerlukan sertifikat CA dalam bentuk PEM.',
      en: 'Mode CA needs the certificate of the CA as PEM.',
    },
  },
  HOST_UNKNOWN: {
    kind: 'rule',
    title: { id: 'Nama host router tidak dikenal', en: 'The host name of the router is unknown' },
    detail: { id: 'DNS tidak mengenal {host}.', en: 'DNS does not know {host}.' },
  },
  ROUTER_UNREACHABLE: {
    kind: 'unavailable',
    title: { id: 'Router tidak menjawab', en: 'The router does not answer' },
    detail: {
      id: 'Kode: {reason}. Periksa router, lalu coba lagi.',
      en: 'Code: {reason}. Check the router and try again.',
    },
  },
});
