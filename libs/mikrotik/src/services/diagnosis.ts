import { type Text } from '@app/core';
import { type RouterOsError } from '../transport';

export const DIAGNOSES = {
  OK: { id: 'Router menjawab dan hak akses cukup.', en: 'The router answers and the permissions suffice.' },
  HOST_NOT_ALLOWED: {
    id: 'Alamat atau port tidak diizinkan (ROUTER_ALLOWED_NETWORKS, ROUTER_ALLOWED_PORTS).',
    en: 'The address or port is not allowed (ROUTER_ALLOWED_NETWORKS, ROUTER_ALLOWED_PORTS).',
  },
  NAME_NOT_RESOLVED: { id: 'Nama host tidak dikenal DNS.', en: 'DNS does not know the host name.' },
  UNREACHABLE: {
    id: 'Tidak ada rute ke alamat ini. Periksa jaringan atau terowongan (VPN).',
    en: 'There is no route to this address. Check the network or the tunnel.',
  },
  REFUSED: {
    id: 'Koneksi ditolak. Aktifkan layanan api pada /ip/service dan periksa nomor port.',
    en: 'The connection was refused. Enable the api service in /ip/service and check the port.',
  },
  TIMED_OUT: {
    id: 'Tidak ada jawaban. Router mati, alamat salah, atau firewall membuang paket.',
    en: 'No answer. The router is off, the address is wrong, or a firewall drops the packets.',
  },
  CLOSED_BY_ROUTER: {
    id: 'Router menutup koneksi. Periksa daftar alamat layanan api dan batas max-sessions.',
    en: 'The router closed the connection. Check the address list of the api service and max-sessions.',
  },
  TLS: {
    id: 'TLS gagal. Periksa apakah port adalah api-ssl dan sertifikatnya.',
    en: 'TLS failed. Check that the port is api-ssl, and its certificate.',
  },
  TLS_NO_CERTIFICATE: {
    id: 'Layanan api-ssl pada router tidak punya sertifikat. Pasang sertifikat, atau izinkan TLS anonim untuk router ini.',
    en: 'The api-ssl service of the router has no certificate. Install one, or allow anonymous TLS for this router.',
  },
  TLS_CA: {
    id: 'Sertifikat router tidak ditandatangani oleh CA yang tersimpan.',
    en: 'The certificate of the router is not signed by the stored CA.',
  },
  PLAIN_NOT_ALLOWED: {
    id: 'Koneksi tanpa TLS tidak diizinkan (plainAllowed, ROUTER_PLAIN_ALLOWED).',
    en: 'A connection without TLS is not allowed (plainAllowed, ROUTER_PLAIN_ALLOWED).',
  },
  TLS_FINGERPRINT: {
    id: 'Sertifikat router berubah. Bila memang diganti, hapus sidik jari yang tersimpan.',
    en: 'The certificate of the router has changed. If that was on purpose, forget the stored fingerprint.',
  },
  WRONG_PASSWORD: { id: 'Nama pengguna atau kata sandi salah.', en: 'The user name or the password is wrong.' },
  NOT_ROUTEROS: {
    id: 'Yang menjawab di port ini bukan API RouterOS.',
    en: 'What answers on this port is not the RouterOS API.',
  },
  PERMISSION: {
    id: 'Hak pengguna kurang. Grup memerlukan: read, write, api, test, dan sensitive.',
    en: 'The user lacks permissions. Its group needs: read, write, api, test and sensitive.',
  },
  FAILED: { id: 'Router menjawab dengan kesalahan.', en: 'The router answered with an error.' },
} as const satisfies Record<string, Text>;

export type Diagnosis = keyof typeof DIAGNOSES;

const BY_CODE: Readonly<Record<string, Diagnosis>> = {
  MIKROTIK_HOST_NOT_ALLOWED: 'HOST_NOT_ALLOWED',
  MIKROTIK_PORT_NOT_ALLOWED: 'HOST_NOT_ALLOWED',
  MIKROTIK_HOST_UNKNOWN: 'NAME_NOT_RESOLVED',
  MIKROTIK_PLAIN_NOT_ALLOWED: 'PLAIN_NOT_ALLOWED',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  EHOSTDOWN: 'UNREACHABLE',
  ECONNREFUSED: 'REFUSED',
  TLS_FINGERPRINT: 'TLS_FINGERPRINT',
  TLS_NO_CERTIFICATE: 'TLS_NO_CERTIFICATE',
  TLS_CA: 'TLS_CA',
  AUTH_FAILED: 'WRONG_PASSWORD',
  PERMISSION_DENIED: 'PERMISSION',
  UNSUPPORTED: 'NOT_ROUTEROS',
  EPROTO: 'NOT_ROUTEROS',
};

const TLS_CODES = /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO)/;
const TIMEOUTS = ['ETIMEDOUT', 'SOCKTMOUT'];
const CLOSED = ['ECONNCLOSED', 'ECONNRESET', 'FATAL'];

/** What most likely is the matter, from the first thing that went wrong. */
export function diagnose({ code, details }: RouterOsError, tls: boolean): Diagnosis {
  const inHandshake = tls && details.stage === 'connect' && [...CLOSED, 'EPROTO'].includes(code);
  if (inHandshake || TLS_CODES.test(code)) return 'TLS';
  // why: whoever accepts a connection and then has nothing to say to a login is something else
  if (TIMEOUTS.includes(code)) return details.stage === 'login' ? 'NOT_ROUTEROS' : 'TIMED_OUT';
  if (CLOSED.includes(code)) return 'CLOSED_BY_ROUTER';
  return (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ?? 'FAILED';
}
