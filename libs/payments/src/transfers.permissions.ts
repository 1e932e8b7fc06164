import { definePermissions } from '@app/platform';

/** Permissions about transfers: bank accounts, mutations, proofs, top-ups. */
export const TransferPermissions = definePermissions({
  'payment:bank-accounts': { id: 'Mengatur rekening bank penerima', en: 'Set up bank accounts that receive money' },
  'payment:mutations': { id: 'Memasukkan dan memeriksa mutasi bank', en: 'Take in and review bank mutations' },
  'payment:claims': { id: 'Memeriksa bukti transfer', en: 'Review proofs of transfers' },
  'payment:submit-claim': { id: 'Mengunggah bukti transfer pelanggan', en: 'Upload proofs of transfers of customers' },
  'payment:top-up': { id: 'Memulai isi saldo pelanggan', en: 'Start top-ups of customers' },
});
