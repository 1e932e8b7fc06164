import { definePermissions } from '@app/platform';

const inScope = definePermissions({
  'billing:configure': { id: 'Mengubah aturan tagihan', en: 'Change the billing policies' },
  'plan:read': { id: 'Melihat paket dan harga', en: 'See plans and prices' },
  'plan:write': { id: 'Mengubah paket dan harga', en: 'Change plans and prices' },
  'discount:read': { id: 'Melihat diskon', en: 'See discounts' },
  'discount:write': { id: 'Membuat dan mengubah diskon', en: 'Make and change discounts' },
  'discount:grant': { id: 'Memberi dan mencabut diskon langganan', en: 'Grant and revoke discounts of subscriptions' },
  'charge:read': { id: 'Melihat tagihan sekali bayar', en: 'See one-off charges' },
  'charge:write': { id: 'Menambah dan membatalkan tagihan sekali bayar', en: 'Add and cancel one-off charges' },
  'subscription:read': { id: 'Melihat langganan', en: 'See subscriptions' },
  'subscription:write': {
    id: 'Membuat, mengaktifkan dan mengakhiri langganan',
    en: 'Make, activate and end subscriptions',
  },
  'invoice:read': { id: 'Melihat tagihan', en: 'See invoices' },
  'invoice:pay-link': { id: 'Membuat tautan bayar', en: 'Make links to pay by' },
  'invoice:credit': { id: 'Menerbitkan nota kredit', en: 'Issue credit notes' },
  'invoice:void': { id: 'Membatalkan tagihan', en: 'Make invoices void' },
  'invoice:write-off': { id: 'Menghapus piutang', en: 'Write off debts' },
  'invoice:write': { id: 'Menulis tagihan manual', en: 'Write invoices by hand' },
  'invoice:tax': { id: 'Mencatat Faktur Pajak dan bukti potong', en: 'Record tax documents and withheld tax' },
  'customer:bill': { id: 'Mengubah cara bayar pelanggan', en: 'Change how a customer is billed' },
  'wallet:read': { id: 'Melihat deposit dan saldo kredit', en: 'See deposits and credit balances' },
  'wallet:credit': { id: 'Memberi kredit niat baik', en: 'Give goodwill credit' },
  'commission:read': { id: 'Melihat komisi reseller', en: 'See commissions of resellers' },
  'commission:write': { id: 'Mengubah tarif komisi', en: 'Change commission rates' },
  'commission:pay': { id: 'Membayar komisi', en: 'Pay commissions' },
  'customer:import': {
    id: 'Mengimpor daftar pelanggan dengan paket dan saldo awal',
    en: 'Import lists of customers with plans and opening balances',
  },
  'invoice:approve': { id: 'Menyetujui penghapusan piutang', en: 'Approve write-offs that others ask for' },
  'billing:read': { id: 'Melihat proses tagih', en: 'See billing runs' },
  'billing:run': { id: 'Menjalankan proses tagih', en: 'Start billing runs' },
  'dunning:approve': {
    id: 'Menyetujui isolir massal yang diminta orang lain',
    en: 'Approve mass isolations that others ask for',
  },
  'dunning:read': {
    id: 'Melihat daftar isolir, pengingat, denda dan janji bayar',
    en: 'See who is to be isolated, reminders, late fees and promises',
  },
  'dunning:write': {
    id: 'Mencatat janji bayar dan pengecualian isolir, membatalkan denda',
    en: 'Note promises and overrides of isolation, reverse late fees',
  },
  'dunning:configure': { id: 'Mengubah aturan penagihan', en: 'Change the policies of dunning' },
  'dunning:confirm': { id: 'Melepas rem isolir massal', en: 'Release the brake of mass isolation' },
  'ledger:read': { id: 'Melihat buku besar', en: 'See the ledger' },
});

const ofEverything = definePermissions(
  {
    'ledger:prove': { id: 'Membuktikan buku besar semua site', en: 'Prove the books of all sites' },
    'ledger:report': { id: 'Melihat neraca saldo semua site', en: 'See the trial balance of all sites' },
    'ledger:close': {
      id: 'Menutup periode akuntansi dan menambah akun kas',
      en: 'Close accounting periods, add cash accounts',
    },
    'ledger:approve': {
      id: 'Menyetujui pembukaan kembali periode',
      en: 'Approve that others reopen an accounting period',
    },
    'billing:clock': { id: 'Mengonfirmasi jam tagihan', en: 'Confirm the billing clock' },
    'tax:write': { id: 'Mengubah kode dan tarif pajak', en: 'Change tax codes and rates' },
  },
  { reach: 'installation' },
);

/** What roles may be given in billing. */
export const BillingPermissions = { ...inScope, ...ofEverything };
