import { type Language } from '@app/core';

/** Every word of the page. */
export interface IsolirTexts {
  titleBlocked: string;
  titleQuota: string;
  titleActive: string;
  titleStopped: string;
  titleUnknown: string;
  hello: string;
  blocked: string;
  quota: string;
  active: string;
  stopped: string;
  payerElse: string;
  owed: string;
  due: string;
  pay: string;
  afterwards: string;
  nothingOwed: string;
  askWho: string;
  code: string;
  digits: string;
  show: string;
  notFound: string;
  contact: string;
  otherLanguage: string;
}

export const ISOLIR_TEXTS: Readonly<Record<Language, IsolirTexts>> = {
  id: {
    titleBlocked: 'Layanan internet Anda dibatasi',
    titleQuota: 'Kuota Anda sudah habis',
    titleActive: 'Layanan internet Anda aktif',
    titleStopped: 'Layanan internet Anda dihentikan',
    titleUnknown: 'Layanan internet dibatasi',
    hello: 'Halo',
    blocked: 'Ada tagihan yang belum dibayar. Setelah dibayar, internet aktif lagi secara otomatis.',
    quota: 'Kuota periode ini sudah terpakai semua. Internet kembali normal pada periode berikutnya.',
    active: 'Tidak ada pembatasan. Bila internet belum jalan, matikan lalu nyalakan lagi modem Anda.',
    stopped: 'Hubungi kami untuk mengaktifkan kembali layanan Anda.',
    payerElse: 'Tagihan layanan ini dibayar oleh pihak lain. Silakan hubungi yang bersangkutan atau kami.',
    owed: 'Total tagihan',
    due: 'jatuh tempo',
    pay: 'Bayar sekarang',
    afterwards: 'Biasanya internet aktif dalam satu menit setelah pembayaran diterima.',
    nothingOwed: 'Tidak ada tagihan yang harus dibayar.',
    askWho: 'Masukkan nomor pelanggan dan 4 angka terakhir nomor telepon Anda untuk melihat tagihan.',
    code: 'Nomor pelanggan',
    digits: '4 angka terakhir nomor telepon',
    show: 'Lihat tagihan',
    notFound: 'Nomor pelanggan dan nomor telepon tidak cocok.',
    contact: 'Bantuan',
    otherLanguage: 'English',
  },
  en: {
    titleBlocked: 'Your internet service is limited',
    titleQuota: 'Your quota is used up',
    titleActive: 'Your internet service is active',
    titleStopped: 'Your internet service has been stopped',
    titleUnknown: 'Internet service is limited',
    hello: 'Hello',
    blocked: 'There are unpaid invoices. Once they are paid, your internet is back by itself.',
    quota: 'The quota of this period is used up. Your internet is back to normal with the next period.',
    active: 'Nothing is limited. If the internet does not work yet, switch your modem off and on again.',
    stopped: 'Please contact us to have your service activated again.',
    payerElse: 'Somebody else pays for this service. Please contact them, or us.',
    owed: 'Total due',
    due: 'due',
    pay: 'Pay now',
    afterwards: 'Your internet is usually back within a minute after the payment.',
    nothingOwed: 'There is nothing to pay.',
    askWho: 'Enter your customer number and the last 4 digits of your phone number to see what is due.',
    code: 'Customer number',
    digits: 'Last 4 digits of your phone number',
    show: 'Show what is due',
    notFound: 'Customer number and phone number do not match.',
    contact: 'Help',
    otherLanguage: 'Bahasa Indonesia',
  },
};
