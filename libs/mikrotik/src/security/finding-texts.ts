import { type Text } from '@app/core';

export const FINDING_SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** Everything that the posture report can find, and what to do about it. */
export const FINDING_TEXTS = {
  NOT_INSPECTED: {
    severity: 'LOW',
    text: { id: 'Router belum pernah diperiksa.', en: 'The router has not been inspected yet.' },
  },
  IDENTITY_MISMATCH: {
    severity: 'HIGH',
    text: {
      id: 'Router lain menjawab di alamat ini. Periksa, lalu terima penggantinya atau perbaiki alamat.',
      en: 'Another router answers at this address. Check, then accept the replacement or correct the address.',
    },
  },
  REGISTERED_TWICE: {
    severity: 'MEDIUM',
    text: {
      id: 'Router dengan nomor seri yang sama terdaftar lebih dari sekali. Hapus salah satunya.',
      en: 'A router with this serial number is registered more than once. Delete one of them.',
    },
  },
  PLAIN_CONNECTION: {
    severity: 'HIGH',
    text: {
      id: 'Kata sandi lewat jaringan tanpa enkripsi. Pakai api-ssl; skrip akses membuat sertifikatnya.',
      en: 'The password crosses the network in clear. Use api-ssl; the access script makes the certificate.',
    },
  },
  ANONYMOUS_TLS: {
    severity: 'MEDIUM',
    text: {
      id: 'api-ssl tanpa sertifikat tidak membuktikan siapa yang menjawab. Pasang sertifikat lewat skrip akses.',
      en: 'api-ssl without a certificate does not prove who answers. Install one with the access script.',
    },
  },
  OLD_PASSWORD: {
    severity: 'MEDIUM',
    text: { id: 'Kata sandi kita sudah terlalu lama. Ganti sekarang.', en: 'Our password is too old. Rotate it.' },
  },
  ROTATION_FAILED: {
    severity: 'MEDIUM',
    text: {
      id: 'Penggantian kata sandi terakhir gagal. Buat skrip akses dengan hak "password", tempel, lalu ulangi.',
      en: 'The last rotation of the password failed. Make an access script with the right "password", paste it, try again.',
    },
  },
  CLOCK_SKEW: {
    severity: 'LOW',
    text: {
      id: 'Jam router tidak cocok. Aktifkan NTP: /system ntp client set enabled=yes.',
      en: 'The clock of the router is wrong. Enable NTP: /system ntp client set enabled=yes.',
    },
  },
  API_OPEN_TO_ALL: {
    severity: 'HIGH',
    text: {
      id: 'API terbuka untuk semua alamat. Batasi di /ip/service pada alamat Langgan.',
      en: 'The API is open to every address. Restrict it in /ip/service to the address of Langgan.',
    },
  },
  DEFAULT_ADMIN: {
    severity: 'HIGH',
    text: {
      id: 'Pengguna bawaan "admin" masih aktif dengan hak penuh. Buat pengguna lain, lalu nonaktifkan.',
      en: 'The default user "admin" is on with full rights. Make another user, then disable it.',
    },
  },
  OWN_USER_IS_ADMIN: {
    severity: 'HIGH',
    text: {
      id: 'Langgan masuk sebagai "admin". Pakai skrip akses untuk pengguna dengan hak secukupnya.',
      en: 'Langgan logs in as "admin". Use the access script for a user with no more rights than needed.',
    },
  },
  OWN_USER_TOO_MIGHTY: {
    severity: 'MEDIUM',
    text: {
      id: 'Pengguna Langgan punya hak yang tidak diperlukan. Tempel skrip akses sekali lagi.',
      en: 'The user of Langgan has rights that it does not need. Paste the access script again.',
    },
  },
  MANY_FULL_USERS: {
    severity: 'LOW',
    text: { id: 'Banyak pengguna berhak penuh.', en: 'Many users have full rights.' },
  },
  CLEAR_TEXT_SERVICE: {
    severity: 'MEDIUM',
    text: {
      id: 'Layanan tanpa enkripsi aktif. Matikan di /ip/service.',
      en: 'A service without encryption is on. Switch it off in /ip/service.',
    },
  },
  PLAIN_WEB_SERVICE: {
    severity: 'LOW',
    text: {
      id: 'WebFig tanpa TLS (www) aktif. Matikan atau pakai www-ssl.',
      en: 'WebFig without TLS (www) is on. Switch it off or use www-ssl.',
    },
  },
  FEW_SESSIONS: {
    severity: 'LOW',
    text: {
      id: 'max-sessions layanan API kecil; WinBox dan alat lain ikut memakainya.',
      en: 'max-sessions of the API service is low, and WinBox and other tools share it.',
    },
  },
  OLD_TLS: {
    severity: 'LOW',
    text: {
      id: 'Layanan ini masih menerima TLS 1.0 dan 1.1. Atur tls-version=only-1.2 di /ip/service.',
      en: 'The service still accepts TLS 1.0 and 1.1. Set tls-version=only-1.2 in /ip/service.',
    },
  },
  CERTIFICATE_EXPIRED: {
    severity: 'HIGH',
    text: { id: 'Sertifikat layanan sudah kedaluwarsa.', en: 'The certificate of a service has expired.' },
  },
  CERTIFICATE_EXPIRES: {
    severity: 'MEDIUM',
    text: { id: 'Sertifikat layanan segera kedaluwarsa.', en: 'The certificate of a service expires soon.' },
  },
  OLD_ROUTEROS: {
    severity: 'MEDIUM',
    text: {
      id: 'RouterOS lama dengan celah yang dikenal. Perbarui.',
      en: 'An old RouterOS with known weaknesses. Update it.',
    },
  },
} as const satisfies Record<string, { severity: FindingSeverity; text: Text }>;

export type FindingCode = keyof typeof FINDING_TEXTS;
