import { defineErrors } from '@app/core';

/** Errors of this lib. */
export const VoucherErrors = defineErrors('VOUCHERS', {
  INTERRUPTED: {
    kind: 'unavailable',
    title: { id: 'Pekerjaan berhenti di tengah jalan', en: 'The work was interrupted' },
    detail: { id: 'Dilanjutkan sendiri.', en: 'It goes on by itself.' },
  },
  CODES_EXHAUSTED: {
    kind: 'rule',
    title: { id: 'Kode dengan bentuk ini habis', en: 'No codes of this style are left' },
    detail: { id: 'Pilih kode yang lebih panjang atau awalan lain.', en: 'Choose longer codes or another prefix.' },
  },
  CODE_TOO_SHORT: {
    kind: 'rule',
    title: { id: 'Kode terlalu pendek', en: 'The codes are too short' },
    detail: {
      id: 'Untuk jumlah ini paling sedikit {length} karakter acak, supaya tidak dapat ditebak.',
      en: 'So many need at least {length} random signs, so that nobody guesses one.',
    },
  },
  PROFILE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode paket sudah dipakai di lokasi ini', en: 'A package of this site has this code already' },
  },
  PLAN_HAS_PROFILE: {
    kind: 'conflict',
    title: { id: 'Plan ini sudah punya paket hotspot di lokasi ini', en: 'The plan has its package at this site' },
  },
  PROFILE_IN_USE: {
    kind: 'conflict',
    title: { id: 'Paket sudah dipakai', en: 'The package is in use' },
    detail: {
      id: 'Voucher pernah dibuat dari paket ini; ubah statusnya menjadi RETIRED.',
      en: 'Vouchers were made of it; set its status to RETIRED instead.',
    },
  },
  PROFILE_RETIRED: {
    kind: 'rule',
    title: { id: 'Paket tidak dijual lagi', en: 'The package is retired' },
  },
  PLAN_NOT_HOTSPOT: {
    kind: 'rule',
    title: { id: 'Plan ini bukan plan hotspot', en: 'The plan is not a hotspot plan' },
  },
  ROUTER_OF_OTHER_SITE: {
    kind: 'rule',
    title: { id: 'Router milik lokasi lain', en: 'The router belongs to another site' },
  },
  KEY_REUSED: {
    kind: 'conflict',
    title: { id: 'Idempotency-Key sudah dipakai untuk permintaan lain', en: 'The key belongs to another request' },
  },
  BATCH_STATE: {
    kind: 'conflict',
    title: { id: 'Status batch {state} tidak mengizinkan ini', en: 'The batch is {state}' },
  },
  VOUCHER_STATE: {
    kind: 'conflict',
    title: { id: 'Voucher ini berstatus {state}', en: 'The voucher is {state}' },
    detail: { id: 'Tindakan ini tidak berlaku untuk status tersebut.', en: 'This cannot be done in that state.' },
  },
  OVER: {
    kind: 'conflict',
    title: { id: 'Masa berlaku voucher sudah lewat', en: 'The voucher is over' },
  },
  NOT_FOUND: {
    kind: 'not-found',
    title: { id: 'Voucher tidak ditemukan', en: 'There is no such voucher' },
  },
  SHOP_CLOSED: {
    kind: 'not-found',
    title: { id: 'Toko voucher ini tidak ada', en: 'There is no such voucher shop' },
  },
  NOT_ON_OFFER: {
    kind: 'rule',
    title: { id: 'Paket ini tidak dijual di toko', en: 'The package is not sold in the shop' },
  },
  ORDER_NOT_FOUND: {
    kind: 'not-found',
    title: { id: 'Pesanan tidak ditemukan', en: 'There is no such order' },
  },
  ORDER_NOT_PAID: {
    kind: 'conflict',
    title: { id: 'Pesanan belum dibayar', en: 'The order is not paid' },
    detail: { id: 'Kodenya dibuat setelah pembayaran masuk.', en: 'Its code is made when the money is here.' },
  },
  PAID_BY_GATEWAY: {
    kind: 'rule',
    title: { id: 'Voucher dibeli lewat toko', en: 'The voucher was bought in the shop' },
    detail: { id: 'Kembalikan uangnya lewat pembayarannya.', en: 'Give the money back by its payment.' },
  },
  RETURN_DECIDED: { kind: 'conflict', title: { id: 'Sudah diputuskan', en: 'It was decided already' } },
  NOTHING_TO_EXTEND: {
    kind: 'rule',
    title: { id: 'Perpanjangan tidak mengubah apa-apa', en: 'The extension changes nothing' },
    detail: {
      id: 'Isi menit, detik daring atau byte untuk batas yang dimiliki voucher ini.',
      en: 'Give minutes, seconds online or bytes of a limit that the voucher has.',
    },
  },
});
