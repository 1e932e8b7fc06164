import { defineErrors } from '@app/core';

/** Refusals of iam. None of them tells whether an account exists. */
export const IamErrors = defineErrors('IAM', {
  SITE_CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode situs sudah dipakai', en: 'The site code is taken' },
    detail: { id: 'Situs lain memakai kode {code}.', en: 'Another site uses the code {code}.' },
  },
  UNAUTHENTICATED: {
    kind: 'unauthenticated',
    title: { id: 'Belum masuk', en: 'Not signed in' },
    detail: {
      id: 'Kirim token akses yang masih berlaku dalam header Authorization.',
      en: 'Send a valid access token in the Authorization header.',
    },
  },
  FORBIDDEN: {
    kind: 'forbidden',
    title: { id: 'Tidak berwenang', en: 'Not allowed' },
    detail: { id: 'Peran Anda tidak memiliki izin {permission}.', en: 'Your role lacks the permission {permission}.' },
  },
  BUSY: {
    kind: 'unavailable',
    title: { id: 'Terlalu banyak yang sedang masuk', en: 'Too many sign-ins at once' },
    detail: {
      id: 'Coba lagi dalam {retryAfterSeconds} detik.',
      en: 'Try again in {retryAfterSeconds} seconds.',
    },
  },
  WRONG_CREDENTIALS: {
    kind: 'unauthenticated',
    title: { id: 'Email atau kata sandi salah', en: 'Wrong e-mail or password' },
  },
  SIGN_IN_DELAYED: {
    kind: 'rate-limited',
    title: { id: 'Terlalu banyak percobaan masuk', en: 'Too many attempts to sign in' },
    detail: {
      id: 'Coba lagi dalam {retryAfterSeconds} detik.',
      en: 'Try again in {retryAfterSeconds} seconds.',
    },
  },
  TOTP_REQUIRED: {
    kind: 'unauthenticated',
    title: { id: 'Kode verifikasi diperlukan', en: 'A verification code is needed' },
    detail: {
      id: 'Kirim lagi bersama totp dari aplikasi autentikator, atau recoveryCode.',
      en: 'Send it again with totp from the authenticator app, or with recoveryCode.',
    },
  },
  WRONG_TOTP: {
    kind: 'unauthenticated',
    title: { id: 'Kode verifikasi salah', en: 'The verification code is wrong' },
    detail: {
      id: 'Setiap kode hanya berlaku sekali dan selama 30 detik.',
      en: 'Every code works once, for 30 seconds.',
    },
  },
  WRONG_CODE: {
    kind: 'rule',
    title: { id: 'Kode verifikasi salah', en: 'The verification code is wrong' },
    detail: {
      id: 'Setiap kode hanya berlaku sekali dan selama 30 detik.',
      en: 'Every code works once, for 30 seconds.',
    },
  },
  TOTP_ENROLMENT_REQUIRED: {
    kind: 'forbidden',
    title: { id: 'Aktifkan verifikasi dua langkah', en: 'Two-step verification has to be set up' },
    detail: {
      id: 'Peran Anda mewajibkan TOTP. Daftarkan lewat /auth/totp/enroll, lalu lanjutkan.',
      en: 'Your role demands TOTP. Set it up at /auth/totp/enroll, then go on.',
    },
  },
  TOTP_ACTIVE: {
    kind: 'conflict',
    title: { id: 'Verifikasi dua langkah sudah aktif', en: 'Two-step verification is on already' },
    detail: {
      id: 'Nonaktifkan dahulu untuk memakai perangkat lain.',
      en: 'Switch it off first to use another device.',
    },
  },
  TOTP_NOT_ENROLLED: {
    kind: 'conflict',
    title: { id: 'Verifikasi dua langkah belum didaftarkan', en: 'Two-step verification is not set up' },
  },
  CSRF_REFUSED: {
    kind: 'forbidden',
    title: { id: 'Permintaan dari situs lain ditolak', en: 'A request from another site is refused' },
    detail: {
      id: 'Kirim header X-Requested-With dari halaman produk ini sendiri.',
      en: 'Send the header X-Requested-With from a page of this product itself.',
    },
  },
  RESET_REFUSED: {
    kind: 'unauthenticated',
    title: { id: 'Tautan kata sandi tidak berlaku', en: 'The password link is not valid' },
    detail: { id: 'Tautan hanya berlaku sekali. Minta yang baru.', en: 'It works once. Ask for a new one.' },
  },
  OWN_ACCOUNT: {
    kind: 'conflict',
    title: { id: 'Tidak untuk akun sendiri', en: 'Not for your own account' },
    detail: { id: 'Pakai halaman akun Anda.', en: 'Use the routes under /auth.' },
  },
  REFRESH_REFUSED: {
    kind: 'unauthenticated',
    title: { id: 'Sesi sudah berakhir', en: 'The session is over' },
    detail: { id: 'Masuk lagi.', en: 'Sign in again.' },
  },
  BOOTSTRAP_REFUSED: {
    kind: 'unauthenticated',
    title: { id: 'Token pemilik tidak berlaku', en: 'The owner token is not valid' },
    detail: {
      id: 'Token hanya berlaku sekali selama 24 jam. Buat yang baru dengan perintah create-owner.',
      en: 'It works once within 24 hours. Make a new one with the command create-owner.',
    },
  },
  OWNER_EXISTS: {
    kind: 'conflict',
    title: { id: 'Pemilik sudah ada', en: 'There is an owner already' },
  },
  WEAK_PASSWORD: {
    kind: 'rule',
    title: { id: 'Kata sandi terlalu lemah', en: 'The password is too weak' },
    detail: {
      id: 'Pakai 8 sampai 200 karakter yang tidak mudah ditebak.',
      en: 'Use 8 to 200 characters that are not easily guessed.',
    },
  },
  WRONG_PASSWORD: {
    kind: 'rule',
    title: { id: 'Kata sandi saat ini salah', en: 'The current password is wrong' },
  },
  EMAIL_TAKEN: {
    kind: 'conflict',
    title: { id: 'Email sudah dipakai', en: 'The e-mail address is taken' },
  },
  ROLE_ABOVE_OWN: {
    kind: 'forbidden',
    title: { id: 'Peran itu melebihi wewenang Anda', en: 'That role is above your own' },
    detail: {
      id: 'Peran {role} memiliki izin yang tidak Anda miliki.',
      en: 'The role {role} holds permissions that you lack.',
    },
  },
  PERMISSION_ABOVE_OWN: {
    kind: 'forbidden',
    title: { id: 'Izin itu tidak Anda miliki', en: 'You lack that permission yourself' },
    detail: { id: 'Izin: {permission}.', en: 'Permission: {permission}.' },
  },
  PERMISSION_NOT_FOR_KEYS: {
    kind: 'rule',
    title: { id: 'Izin itu hanya untuk orang', en: 'That permission is for persons only' },
    detail: { id: 'Kunci API tidak dapat memiliki {permission}.', en: 'An API key cannot hold {permission}.' },
  },
  PERSONS_ONLY: {
    kind: 'forbidden',
    title: { id: 'Hanya untuk orang yang masuk', en: 'Only for somebody who is signed in' },
    detail: { id: 'Kunci API tidak dapat melakukan ini.', en: 'An API key cannot do this.' },
  },
  SITES_ABOVE_OWN: {
    kind: 'forbidden',
    title: { id: 'Situs itu di luar wewenang Anda', en: 'Those sites are outside your scope' },
  },
  LAST_OWNER: {
    kind: 'conflict',
    title: { id: 'Pemilik terakhir harus tetap ada', en: 'The last owner has to stay' },
    detail: { id: 'Angkat pemilik lain lebih dahulu.', en: 'Appoint another owner first.' },
  },
});
