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
  ROUTER_DISABLED: {
    kind: 'conflict',
    title: { id: 'Router dinonaktifkan', en: 'The router is switched off' },
    detail: {
      id: 'Ubah mode router menjadi MANAGED atau MAINTENANCE dulu.',
      en: 'Change the mode of the router to MANAGED or MAINTENANCE first.',
    },
  },
  ROUTER_NOT_MANAGED: {
    kind: 'conflict',
    title: { id: 'Router tidak sedang dikelola', en: 'The router is not managed' },
    detail: {
      id: 'Tidak ada yang ditulis ke router dalam mode {mode}.',
      en: 'Nothing is written to a router in mode {mode}.',
    },
  },
  IDENTITY_NOT_SHOWN: {
    kind: 'conflict',
    title: { id: 'Bukan router yang menjawab', en: 'That is not the router that answers' },
    detail: {
      id: 'Di alamat ini tidak (lagi) menjawab router dengan nomor seri {serialNumber}. Muat ulang dan periksa.',
      en: 'No router with the serial number {serialNumber} answers at the address (any more). Reload and check.',
    },
  },
  ACCESS_DRAFT_UNKNOWN: {
    kind: 'rule',
    title: { id: 'Skrip akses tidak dikenal', en: 'The access script is unknown' },
    detail: {
      id: 'Skrip sudah dipakai, kedaluwarsa, atau untuk lokasi lain. Buat skrip baru.',
      en: 'It was used, has expired, or is for another site. Make a new script.',
    },
  },
  PASSWORD_PENDING: {
    kind: 'conflict',
    title: { id: 'Kata sandi baru masih ditunggu', en: 'A new password is on its way' },
    detail: {
      id: 'Skrip akses dengan kata sandi baru belum ditempel. Tempel, atau tunggu sampai tidak berlaku lagi.',
      en: 'An access script with a new password has not been pasted yet. Paste it, or wait until it is no longer valid.',
    },
  },
  ROTATION_RUNNING: {
    kind: 'conflict',
    title: { id: 'Kata sandi sedang diganti', en: 'The password is being changed' },
    detail: { id: 'Tunggu sampai selesai.', en: 'Wait until that is done.' },
  },
  ROTATION_FORBIDDEN: {
    kind: 'rule',
    title: { id: 'Pengguna tidak boleh mengganti kata sandinya', en: 'The user may not change its own password' },
    detail: {
      id: 'Grup pengguna tidak punya hak "password". Buat skrip akses dengan pilihan rotation, tempel, lalu ulangi.',
      en: 'Its group lacks the right "password". Make an access script with the option rotation, paste it, and try again.',
    },
  },
  ROTATION_REFUSED: {
    kind: 'rule',
    title: { id: 'Router menolak kata sandi baru', en: 'The router refused the new password' },
    detail: {
      id: 'Router menjawab: {reason}. Kata sandi lama tetap berlaku.',
      en: 'The router said: {reason}. The old password stays.',
    },
  },
  MENU_MISSING: {
    kind: 'rule',
    title: { id: 'Router tidak punya menu ini', en: 'The router does not have this menu' },
    detail: {
      id: '{menu} tidak ada. Paketnya tidak terpasang, atau RouterOS terlalu lama.',
      en: '{menu} is not there. Its package is not installed, or RouterOS is too old.',
    },
  },
  PERMISSION_MISSING: {
    kind: 'rule',
    title: { id: 'Hak pengguna di router kurang', en: 'Our user on the router lacks permissions' },
    detail: {
      id: '{menu} tidak boleh dibaca. Tempel skrip akses sekali lagi.',
      en: '{menu} may not be read. Paste the access script again.',
    },
  },
  DIFF_TOO_LARGE: {
    kind: 'rule',
    title: { id: 'Perbedaan terlalu besar', en: 'The difference is too large' },
    detail: {
      id: 'Kedua konfigurasi terlalu berbeda untuk dibandingkan di sini. Unduh teksnya dan bandingkan sendiri.',
      en: 'Too much differs to be compared here. Download both texts and compare them yourself.',
    },
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
