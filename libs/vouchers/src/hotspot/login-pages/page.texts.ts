import { type PageLanguage } from './page-look';

/** The words of the login pages. Plain text without characters that HTML knows. */
export interface PageTexts {
  title: string;
  voucher: string;
  member: string;
  code: string;
  username: string;
  password: string;
  enter: string;
  needsScript: string;
  connected: string;
  goOn: string;
  status: string;
  uptime: string;
  left: string;
  up: string;
  down: string;
  logOut: string;
  loggedOut: string;
  logInAgain: string;
  failed: string;
  /** A voucher whose password is not its code. */
  ownPassword: string;
  /** What the router says in English, by what it means. */
  wrong: string;
  usedUp: string;
  elsewhere: string;
  later: string;
  help: string;
}

export const PAGE_TEXTS: Readonly<Record<PageLanguage, PageTexts>> = {
  id: {
    title: 'Masuk',
    voucher: 'Voucher',
    member: 'Pelanggan',
    code: 'Kode voucher',
    username: 'Nama pengguna',
    password: 'Kata sandi',
    enter: 'Masuk',
    needsScript: 'Aktifkan JavaScript di peramban ini untuk masuk.',
    connected: 'Anda sudah terhubung.',
    goOn: 'Lanjutkan',
    status: 'Status',
    uptime: 'Lama terhubung',
    left: 'Sisa waktu',
    up: 'Terkirim',
    down: 'Diterima',
    logOut: 'Keluar',
    loggedOut: 'Anda sudah keluar.',
    logInAgain: 'Masuk lagi',
    failed: 'Ada yang salah.',
    ownPassword: 'Voucher saya punya kata sandi',
    wrong: 'Kode atau kata sandi salah, atau masa berlakunya sudah habis.',
    usedUp: 'Waktu atau kuotanya sudah habis.',
    elsewhere: 'Sedang dipakai di perangkat lain.',
    later: 'Masih diproses. Coba lagi sebentar.',
    help: 'Bantuan',
  },
  en: {
    title: 'Log in',
    voucher: 'Voucher',
    member: 'Member',
    code: 'Voucher code',
    username: 'User name',
    password: 'Password',
    enter: 'Log in',
    needsScript: 'Turn on JavaScript in this browser to log in.',
    connected: 'You are connected.',
    goOn: 'Continue',
    status: 'Status',
    uptime: 'Connected for',
    left: 'Time left',
    up: 'Sent',
    down: 'Received',
    logOut: 'Log out',
    loggedOut: 'You are logged out.',
    logInAgain: 'Log in again',
    failed: 'Something went wrong.',
    ownPassword: 'My voucher has a password',
    wrong: 'The code or the password is wrong, or it has expired.',
    usedUp: 'Its time or data is used up.',
    elsewhere: 'It is in use on another device.',
    later: 'Still at it. Try again in a moment.',
    help: 'Help',
  },
};
