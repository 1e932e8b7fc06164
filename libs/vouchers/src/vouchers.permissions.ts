import { definePermissions } from '@app/platform';

/** Permissions of this lib. */
export const VoucherPermissions = definePermissions({
  'hotspot:read': { id: 'Melihat paket dan sesi hotspot', en: 'See hotspot packages and sessions' },
  'hotspot:write': {
    id: 'Mengubah paket, akun dan halaman masuk hotspot',
    en: 'Change hotspot packages, accounts and login pages',
  },
  'hotspot:operate': { id: 'Memutus sesi hotspot', en: 'Disconnect hotspot sessions' },
  'voucher:read': { id: 'Melihat voucher', en: 'See vouchers' },
  'voucher:make': {
    id: 'Membuat dan mengekspor voucher, mengatur templat cetak',
    en: 'Make and export vouchers, lay out print templates',
  },
  'voucher:print': { id: 'Mencetak voucher', en: 'Print vouchers' },
  'voucher:sell': { id: 'Menjual voucher', en: 'Sell vouchers' },
  'voucher:manage': {
    id: 'Memperpanjang, mengganti, dan membatalkan voucher',
    en: 'Extend, replace and void vouchers',
  },
});
