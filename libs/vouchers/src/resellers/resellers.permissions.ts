import { definePermissions } from '@app/platform';

/** What resellers and those who look after them may do. */
export const ResellerPermissions = definePermissions({
  'reseller:wallet': { id: 'Melihat saldo dan mutasi reseller', en: "See resellers' wallets and statements" },
  'reseller:deposit': {
    id: 'Mengajukan deposit atau penarikan reseller',
    en: 'Ask for deposits and withdrawals of resellers',
  },
  'reseller:approve-deposit': {
    id: 'Menyetujui deposit atau penarikan yang diajukan orang lain',
    en: 'Approve deposits and withdrawals that somebody else asked for',
  },
  'reseller:terms': {
    id: 'Mengatur harga, komisi dan batas utang reseller',
    en: 'Set prices, commission and credit limits of resellers',
  },
  'reseller:buy': { id: 'Membeli voucher dari saldo reseller', en: "Buy vouchers from a reseller's wallet" },
});
