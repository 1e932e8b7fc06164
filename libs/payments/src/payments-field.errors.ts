import { defineErrors } from '@app/core';

/** Errors of collectors and remittances. */
export const CollectorErrors = defineErrors('COLLECTORS', {
  CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode penagih sudah dipakai', en: 'The code of the collector is taken' },
    detail: { id: 'Pilih kode lain selain {code}.', en: 'Choose another code than {code}.' },
  },
  USER_TAKEN: { kind: 'conflict', title: { id: 'Pengguna ini sudah penagih', en: 'This user is a collector already' } },
  NOT_A_COLLECTOR: { kind: 'forbidden', title: { id: 'Anda bukan penagih', en: 'You are not a collector' } },
  INACTIVE: { kind: 'conflict', title: { id: 'Penagih tidak aktif', en: 'The collector is not active' } },
  PARTIAL_NOT_ALLOWED: {
    kind: 'rule',
    title: { id: 'Pembayaran sebagian tidak diizinkan', en: 'Partial payments are not allowed' },
    detail: { id: 'Terima jumlah yang melunasi tagihan.', en: 'Take an amount that settles whole invoices.' },
  },
  OVER_LIMIT: {
    kind: 'conflict',
    title: { id: 'Batas kas di tangan terlampaui', en: 'More cash in hand than allowed' },
    detail: {
      id: 'Setor dahulu: kas di tangan {inHand}, batas {limit}.',
      en: 'Hand over first: {inHand} in hand, limit {limit}.',
    },
  },
  HOLDS_CASH: {
    kind: 'conflict',
    title: { id: 'Penagih masih memegang kas', en: 'The collector still holds cash' },
    detail: { id: 'Masih ada {inHand} di tangan.', en: '{inHand} is still in hand.' },
  },
  IN_REMITTANCE: {
    kind: 'conflict',
    title: { id: 'Pembayaran sedang disetor', en: 'The payment is being handed over' },
    detail: {
      id: 'Putuskan setoran itu lebih dahulu.',
      en: 'Decide about that remittance first.',
    },
  },
  REMITTED: {
    kind: 'conflict',
    title: { id: 'Pembayaran sudah disetor', en: 'The payment was handed over' },
    detail: { id: 'Setelah setoran gunakan pembalikan.', en: 'After the remittance it takes a reversal.' },
  },
  REMITTANCE_OPEN: {
    kind: 'conflict',
    title: { id: 'Masih ada setoran yang berjalan', en: 'Another remittance is under way' },
  },
  REMITTANCE_STATE: {
    kind: 'conflict',
    title: { id: 'Status setoran tidak memungkinkan', en: 'The state of the remittance does not allow it' },
    detail: { id: 'Setoran ini {state}.', en: 'This remittance is {state}.' },
  },
  NOTHING_TO_REMIT: { kind: 'rule', title: { id: 'Tidak ada yang disetor', en: 'There is nothing to hand over' } },
  NOT_IN_HAND: {
    kind: 'rule',
    title: { id: 'Bukan kas di tangan', en: 'Not cash in hand' },
    detail: {
      id: 'Salah satu pembayaran bukan milik penagih ini, sudah disetor, atau sudah dibatalkan.',
      en: 'One of the payments is not this collector’s, was handed over, or was taken back.',
    },
  },
  OWN_REMITTANCE: {
    kind: 'forbidden',
    title: { id: 'Setoran harus disetujui orang lain', en: 'Somebody else has to approve this remittance' },
  },
  COMMISSION_TOO_LOW: {
    kind: 'rule',
    title: { id: 'Komisi tidak mencukupi', en: 'Not that much commission is owed' },
    detail: { id: 'Komisi terutang {owed}.', en: '{owed} is owed.' },
  },
});

/** Errors of cash desks, their book and closings. */
export const CashErrors = defineErrors('CASH', {
  DESK_TAKEN: { kind: 'conflict', title: { id: 'Kode kas sudah dipakai', en: 'The code of the desk is taken' } },
  DESK_INACTIVE: { kind: 'conflict', title: { id: 'Kas tidak aktif', en: 'The cash desk is not active' } },
  DAY_CLOSED: {
    kind: 'conflict',
    title: { id: 'Hari kas sudah ditutup', en: 'The cash day is closed' },
    detail: { id: 'Kas tidak menerima apa pun lagi untuk {day}.', en: 'The desk takes nothing more for {day}.' },
  },
  DAY_NOT_READY: {
    kind: 'conflict',
    title: { id: 'Hari kas belum bisa ditutup', en: 'The cash day cannot be closed yet' },
    detail: {
      id: '{shifts} tutup kasir dan {entries} catatan belum selesai.',
      en: '{shifts} closings and {entries} entries are not settled.',
    },
  },
  DAY_NOT_OVER: { kind: 'rule', title: { id: 'Hari belum dimulai', en: 'The day has not begun' } },
  CATEGORY_UNKNOWN: { kind: 'rule', title: { id: 'Kategori tidak ada', en: 'There is no such category' } },
  CATEGORY_TAKEN: { kind: 'conflict', title: { id: 'Kategori sudah ada', en: 'The category exists already' } },
  ENTRY_STATE: {
    kind: 'conflict',
    title: { id: 'Catatan kas sudah diputuskan', en: 'The cash entry was decided about' },
    detail: { id: 'Catatan ini {state}.', en: 'This entry is {state}.' },
  },
  OWN_ENTRY: {
    kind: 'forbidden',
    title: { id: 'Catatan kas harus disetujui orang lain', en: 'Somebody else has to approve this entry' },
  },
  SHIFT_OPEN: { kind: 'conflict', title: { id: 'Kasir masih terbuka', en: 'Your shift is still open' } },
  SHIFT_STATE: {
    kind: 'conflict',
    title: { id: 'Status tutup kasir tidak memungkinkan', en: 'The state of the closing does not allow it' },
    detail: { id: 'Tutup kasir ini {state}.', en: 'This closing is {state}.' },
  },
  SHIFT_PENDING: {
    kind: 'conflict',
    title: {
      id: 'Masih ada catatan kas atau setoran yang menunggu',
      en: 'Cash entries or remittances are still waiting',
    },
  },
  OWN_SHIFT: {
    kind: 'forbidden',
    title: { id: 'Tutup kasir harus disetujui orang lain', en: 'Somebody else has to approve this closing' },
  },
  PERSONS_ONLY: {
    kind: 'forbidden',
    title: { id: 'Hanya orang yang boleh melakukan ini', en: 'Only a person may do this' },
  },
});
