import { type Language } from '@app/core';

const ID = {
  title: 'Voucher Wi-Fi',
  choose: 'Pilih paket',
  phone: 'Nomor WhatsApp',
  phoneHint: 'Kode juga dikirim ke nomor ini.',
  name: 'Nama (boleh kosong)',
  buy: 'Pesan',
  pay: 'Bayar dahulu, kode langsung muncul di halaman ini.',
  code: 'Kode voucher Anda',
  codeHint: 'Masukkan kode ini sebagai nama pengguna dan kata sandi di halaman masuk Wi-Fi.',
  expired: 'Waktu pesanan ini habis',
  expiredHint:
    'Belum ada pembayaran yang masuk. Silakan pesan lagi; uang yang terlanjur dibayar tetap menjadi voucher ini.',
  again: 'Pesan lagi',
  closed: 'Toko ini tidak ada',
  closedHint: 'Periksa alamatnya, atau tanyakan kepada petugas.',
  keep: 'Simpan alamat halaman ini sampai voucher Anda diterima.',
  badPhone: 'Nomor telepon harus 8 sampai 15 angka.',
  minutes: '{count} menit',
  hours: '{count} jam',
  days: '{count} hari',
  unlimited: 'tanpa batas waktu',
  online: '{time} daring',
  data: '{gb} GB',
  from: '{time} sejak login pertama',
};

const EN: typeof ID = {
  title: 'Wi-Fi vouchers',
  choose: 'Choose a package',
  phone: 'WhatsApp number',
  phoneHint: 'The code is sent to this number too.',
  name: 'Name (optional)',
  buy: 'Order',
  pay: 'Pay first, the code appears on this page at once.',
  code: 'Your voucher code',
  codeHint: 'Enter this code as user name and password on the login page of the Wi-Fi.',
  expired: 'The time of this order is over',
  expiredHint: 'No payment has arrived. Please order again; money that is on its way still buys this voucher.',
  again: 'Order again',
  closed: 'There is no such shop',
  closedHint: 'Check the address, or ask the staff.',
  keep: 'Keep the address of this page until you have your voucher.',
  badPhone: 'The phone number must have 8 to 15 digits.',
  minutes: '{count} minutes',
  hours: '{count} hours',
  days: '{count} days',
  unlimited: 'no time limit',
  online: '{time} online',
  data: '{gb} GB',
  from: '{time} from the first login',
};

export type ShopTexts = typeof ID;
export const SHOP_TEXTS: Readonly<Record<Language, ShopTexts>> = { id: ID, en: EN };
