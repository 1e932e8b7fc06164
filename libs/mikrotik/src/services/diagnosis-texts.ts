import { type Text } from '@app/core';

/** Everything that a test of a router can come to, and what to do about it. */
export const DIAGNOSES = {
  OK: { id: 'Router menjawab dan hak akses cukup.', en: 'The router answers and the permissions suffice.' },
  DISABLED: {
    id: 'Router dinonaktifkan di sini. Ubah modenya menjadi MAINTENANCE untuk menguji.',
    en: 'The router is switched off here. Change its mode to MAINTENANCE to test it.',
  },
  HOST_NOT_ALLOWED: {
    id: 'Alamat atau port tidak diizinkan (ROUTER_ALLOWED_NETWORKS, ROUTER_ALLOWED_PORTS).',
    en: 'The address or port is not allowed (ROUTER_ALLOWED_NETWORKS, ROUTER_ALLOWED_PORTS).',
  },
  NAME_NOT_RESOLVED: {
    id: 'Nama host tidak dikenal DNS. Periksa ejaan, atau pakai alamat IP.',
    en: 'DNS does not know the host name. Check the spelling, or use the IP address.',
  },
  UNREACHABLE: {
    id: 'Tidak ada rute ke alamat ini. Periksa jaringan atau terowongan (VPN).',
    en: 'There is no route to this address. Check the network or the tunnel.',
  },
  REFUSED: {
    id: 'Koneksi ditolak. Aktifkan layanan API pada /ip/service dan periksa nomor port.',
    en: 'The connection was refused. Enable the API service in /ip/service and check the port.',
  },
  API_DISABLED: {
    id: 'Router menyala, tetapi layanan ini mati; layanan lain menjawab. Aktifkan di /ip/service, atau ganti port dan mode TLS.',
    en: 'The router is up, but this service is off and another one answers. Enable it in /ip/service, or change port and TLS mode.',
  },
  TIMED_OUT: {
    id: 'Tidak ada jawaban. Router mati, alamat salah, atau firewall membuang paket.',
    en: 'No answer. The router is off, the address is wrong, or a firewall drops the packets.',
  },
  CLOSED_BY_ROUTER: {
    id: 'Router menutup koneksi. Periksa daftar alamat layanan API dan batas max-sessions.',
    en: 'The router closed the connection. Check the address list of the API service and max-sessions.',
  },
  ADDRESS_LIST: {
    id: 'Alamat kita tidak ada dalam daftar alamat layanan. Tambahkan di /ip/service (address).',
    en: 'Our address is not in the address list of the service. Add it in /ip/service (address).',
  },
  MAX_SESSIONS: {
    id: 'Semua sesi API terpakai (max-sessions). Tutup alat lain atau naikkan batas di /ip/service.',
    en: 'All API sessions are in use (max-sessions). Close other tools or raise the limit in /ip/service.',
  },
  TLS: {
    id: 'TLS gagal. Periksa apakah port adalah api-ssl dan sertifikatnya.',
    en: 'TLS failed. Check that the port is api-ssl, and its certificate.',
  },
  TLS_WRONG_PROTOCOL: {
    id: 'Port ini menjawab tanpa TLS. Pakai port api-ssl (biasanya 8729), atau mode PLAIN.',
    en: 'This port answers without TLS. Use the port of api-ssl (usually 8729), or the mode PLAIN.',
  },
  PLAIN_ON_TLS_PORT: {
    id: 'Port ini adalah api-ssl. Pilih mode TLS PINNED atau CA.',
    en: 'This port is api-ssl. Choose the TLS mode PINNED or CA.',
  },
  TLS_NO_CERTIFICATE: {
    id: 'Layanan api-ssl pada router tidak punya sertifikat. Pasang lewat skrip akses, atau izinkan TLS anonim untuk router ini.',
    en: 'The api-ssl service of the router has no certificate. Install one with the access script, or allow anonymous TLS for this router.',
  },
  TLS_CA: {
    id: 'Sertifikat router tidak ditandatangani oleh CA yang tersimpan.',
    en: 'The certificate of the router is not signed by the stored CA.',
  },
  TLS_FINGERPRINT: {
    id: 'Sertifikat router berubah. Bila memang diganti, sematkan yang baru (pin-certificate).',
    en: 'The certificate of the router has changed. If that was on purpose, pin the new one (pin-certificate).',
  },
  PLAIN_NOT_ALLOWED: {
    id: 'Koneksi tanpa TLS tidak diizinkan (plainAllowed, ROUTER_PLAIN_ALLOWED).',
    en: 'A connection without TLS is not allowed (plainAllowed, ROUTER_PLAIN_ALLOWED).',
  },
  WRONG_PASSWORD: {
    id: 'Nama pengguna atau kata sandi salah. Router berkata sama bila pengguna dinonaktifkan, dibatasi ke alamat lain, atau grupnya tanpa hak api.',
    en: 'The user name or the password is wrong. Routers say the same when the user is disabled, limited to other addresses, or its group lacks the policy api.',
  },
  IDENTITY_MISMATCH: {
    id: 'Router lain menjawab di alamat ini (nomor seri berbeda). Tidak ada yang ditulis. Perbaiki alamat, atau terima penggantinya.',
    en: 'Another router answers at this address (another serial number). Nothing is written. Correct the address, or accept the replacement.',
  },
  PERMISSION: {
    id: 'Hak pengguna kurang; lihat missingPolicies. Tempel skrip akses sekali lagi.',
    en: 'The user lacks policies; see missingPolicies. Paste the access script again.',
  },
  TOO_OLD: {
    id: 'RouterOS terlalu lama. Perbarui ke 6.49 atau lebih baru.',
    en: 'This RouterOS is too old. Update it to 6.49 or later.',
  },
  NOT_ROUTEROS: {
    id: 'Yang menjawab di port ini bukan API RouterOS.',
    en: 'What answers on this port is not the RouterOS API.',
  },
  FAILED: { id: 'Router menjawab dengan kesalahan.', en: 'The router answered with an error.' },
} as const satisfies Record<string, Text>;

export type Diagnosis = keyof typeof DIAGNOSES;
