import { defineErrors } from '@app/core';

/** Refusals in the life of subscriptions. */
export const SubscriptionErrors = defineErrors('BILLING', {
  PLAN_UNCHANGED: {
    kind: 'conflict',
    title: { id: 'Langganan sudah memakai paket itu', en: 'The subscription has that plan already' },
  },
  BILLING_TYPE_DIFFERS: {
    kind: 'rule',
    title: { id: 'Jenis tagihan paket berbeda', en: 'The plan is billed in another way' },
    detail: {
      id: 'Akhiri langganan ini dan buat yang baru.',
      en: 'End this subscription and make a new one.',
    },
  },
  CHANGE_PLANNED: {
    kind: 'conflict',
    title: { id: 'Perubahan itu sudah direncanakan', en: 'Such a change is planned already' },
    detail: { id: 'Batalkan rencana yang lama dahulu.', en: 'Cancel the planned one first.' },
  },
  CHANGE_NOT_PLANNED: {
    kind: 'conflict',
    title: { id: 'Rencana itu sudah tidak menunggu', en: 'That change does not wait any more' },
    detail: { id: 'Keadaannya {state}.', en: 'Its state is {state}.' },
  },
  CHANGE_NOT_DROPPABLE: {
    kind: 'conflict',
    title: { id: 'Akhir masa coba tidak bisa dibatalkan', en: 'The end of a trial cannot be cancelled' },
    detail: { id: 'Akhiri langganannya.', en: 'Cancel the subscription instead.' },
  },
  CHANGE_REFUSED: {
    kind: 'rule',
    title: { id: 'Perubahan tidak bisa dihitung', en: 'The change cannot be computed' },
    detail: { id: '{reason}', en: '{reason}' },
  },
  PAUSE_DAYS: {
    kind: 'rule',
    title: { id: 'Tanggal jeda tidak bisa dipakai', en: 'The days of the pause cannot be used' },
    detail: {
      id: 'Jeda mulai hari ini atau sesudahnya, dan berakhir setelah mulai.',
      en: 'A pause begins today or later, and ends after it has begun.',
    },
  },
  NO_ANCHOR: {
    kind: 'rule',
    title: { id: 'Paket ini tidak punya tanggal tagihan', en: 'Periods of this plan have no day of the month' },
    detail: { id: 'Periodenya dihitung dalam hari.', en: 'They are counted in days.' },
  },
  PAYER_REFUSED: {
    kind: 'rule',
    title: { id: 'Pelanggan itu tidak bisa membayar untuk yang ini', en: 'That customer cannot pay for this one' },
    detail: {
      id: 'Pembayar membayar untuk dirinya sendiri, dan yang dibayari tidak membayari orang lain ({reason}).',
      en: 'A payer pays for himself, and who is paid for pays for nobody else ({reason}).',
    },
  },
  PAYER_UNCHANGED: {
    kind: 'conflict',
    title: { id: 'Pembayarnya sudah itu', en: 'That is who pays already' },
  },
  MOVE_NOWHERE: {
    kind: 'rule',
    title: { id: 'Tujuan pindah tidak disebut', en: 'Say where it moves to' },
    detail: { id: 'Isi site, alamat atau area yang lain.', en: 'Name another site, address or area.' },
  },
  ADD_ON_KIND: {
    kind: 'rule',
    title: { id: 'Hanya produk berkala', en: 'Recurring products only' },
    detail: { id: 'Tagihkan produk sekali bayar sebagai biaya.', en: 'Bill a one-off product as a charge.' },
  },
});
