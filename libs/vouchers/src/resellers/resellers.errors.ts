import { defineErrors } from '@app/core';

/** Errors of wallets of resellers. */
export const ResellerErrors = defineErrors('RESELLERS', {
  BALANCE_TOO_LOW: {
    kind: 'rule',
    title: { id: 'Saldo reseller tidak cukup', en: "The reseller's balance is too low" },
  },
  NO_PRICE: {
    kind: 'rule',
    title: { id: 'Paket ini tidak ada di daftar harga reseller', en: 'The package has no price for this reseller' },
  },
  LIMIT_BELOW_DEBT: {
    kind: 'rule',
    title: { id: 'Batas lebih kecil dari utang sekarang', en: 'He owes more than that already' },
  },
  DEPOSIT_DECIDED: {
    kind: 'conflict',
    title: { id: 'Deposit ini sudah {state}', en: 'The deposit is {state} already' },
  },
  DEPOSIT_OF_GATEWAY: {
    kind: 'rule',
    title: { id: 'Deposit ini dibayar lewat gateway', en: 'A gateway says when this deposit is paid' },
  },
  PRICE_BELOW_COST: {
    kind: 'rule',
    title: { id: 'Harga jual di bawah harga reseller', en: 'The selling price is below what he pays' },
  },
  NOTHING_TO_SELL: {
    kind: 'rule',
    title: { id: 'Tidak ada voucher paket ini yang tersisa', en: 'No voucher of this package is left' },
  },
  PHONE_INVALID: {
    kind: 'rule',
    title: { id: 'Nomor telepon tidak sah', en: 'That is no telephone number' },
  },
});
