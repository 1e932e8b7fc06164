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
