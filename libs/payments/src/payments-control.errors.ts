import { defineErrors } from '@app/core';

/** Errors of refunds and voids. */
export const RefundErrors = defineErrors('REFUNDS', {
  TOO_MUCH: {
    kind: 'rule',
    title: { id: 'Melebihi yang bisa dikembalikan', en: 'More than can be refunded' },
    detail: { id: 'Paling banyak {max}.', en: 'At most {max}.' },
  },
  STATE: {
    kind: 'conflict',
    title: { id: 'Status pengembalian tidak memungkinkan', en: 'The state of the refund does not allow it' },
    detail: { id: 'Pengembalian ini {state}.', en: 'This refund is {state}.' },
  },
  NOT_THROUGH_GATEWAY: {
    kind: 'rule',
    title: { id: 'Tidak bisa lewat gateway', en: 'Not through the gateway' },
    detail: {
      id: 'Pembayaran ini tidak lewat gateway, atau gateway-nya tidak mendukung: catat pengembalian manual dengan bukti.',
      en: 'This payment did not come through a gateway, or it cannot do that: record a refund by hand, with a proof.',
    },
  },
  ONLY_WHOLE: {
    kind: 'rule',
    title: { id: 'Gateway hanya mengembalikan seluruhnya', en: 'The gateway refunds whole payments only' },
  },
  PROOF_MISSING: {
    kind: 'rule',
    title: { id: 'Bukti belum diisi', en: 'The proof is missing' },
    detail: { id: 'Isi nomor transfer atau kuitansi.', en: 'State the number of the transfer or receipt.' },
  },
  NOT_VOIDABLE: {
    kind: 'conflict',
    title: { id: 'Pembayaran tidak bisa dibatalkan', en: 'The payment cannot be voided' },
    detail: {
      id: 'Hanya tunai dan transfer yang utuh dan belum ditutup kasnya; selain itu pakai pengembalian dana.',
      en: 'Only whole cash and transfer payments whose cash is not closed; else it takes a refund.',
    },
  },
});

/** Errors of settlement reports. */
export const SettlementErrors = defineErrors('SETTLEMENTS', {
  FILE_IMPORTED: {
    kind: 'conflict',
    title: { id: 'File ini sudah diimpor', en: 'This file was imported already' },
    detail: { id: 'Lihat laporan {id}.', en: 'See report {id}.' },
  },
  FILE_EMPTY: { kind: 'rule', title: { id: 'File kosong', en: 'The file is empty' } },
  COLUMN_MISSING: {
    kind: 'rule',
    title: { id: 'Kolom tidak ditemukan', en: 'A column is missing' },
    detail: { id: 'Tidak ada kolom untuk {field}; petakan sendiri.', en: 'No column for {field}; map it yourself.' },
  },
  DECIDED: {
    kind: 'conflict',
    title: { id: 'Baris ini sudah cocok atau sudah diputuskan', en: 'The line matches, or was decided already' },
  },
  ACTION: {
    kind: 'rule',
    title: { id: 'Tindakan tidak cocok dengan selisihnya', en: 'The action does not fit the difference' },
    detail: {
      id: '{action} tidak berlaku: kurang → PARTIAL atau ABSORB; lebih atau tidak dikenal → CREDIT, INVOICE, REFUND atau SUSPENSE; persis jumlah order kita → SETTLE; dikembalikan gateway → TAKEN_BACK; DISMISS selalu boleh.',
      en: 'Not {action}: too little takes PARTIAL or ABSORB; too much or unknown CREDIT, INVOICE, REFUND or SUSPENSE; just what an order of ours asked for SETTLE; given back by the gateway TAKEN_BACK; DISMISS always.',
    },
  },
  PAYOUT_TAKEN: {
    kind: 'conflict',
    title: { id: 'Pencairan ini sudah dicatat', en: 'This payout was recorded already' },
  },
});

/** Errors of money that waits for a person. */
export const ReviewErrors = defineErrors('REVIEWS', {
  DECIDED: { kind: 'conflict', title: { id: 'Sudah diputuskan', en: 'It was decided already' } },
  NO_MONEY: {
    kind: 'rule',
    title: { id: 'Tidak ada uang yang dikonfirmasi', en: 'No money is confirmed' },
    detail: { id: 'Hanya bisa diabaikan.', en: 'It can only be dismissed.' },
  },
  NOT_UNANSWERED: {
    kind: 'rule',
    title: { id: 'SETTLE hanya untuk order yang tidak dijawab gateway', en: 'SETTLE is for orders without an answer' },
  },
});
