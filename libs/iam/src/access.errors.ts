import { defineErrors } from '@app/core';

/** Refusals about roles, scopes and approvals (billing.md Z2, Z4). */
export const AccessErrors = defineErrors('IAM', {
  SCOPE_TOO_NARROW: {
    kind: 'forbidden',
    title: { id: 'Wewenang Anda terlalu sempit', en: 'Your scope is too narrow' },
    detail: {
      id: 'Ini menyangkut lebih dari situs, area, reseller atau pelanggan Anda.',
      en: 'This concerns more than your sites, areas, reseller or customer.',
    },
  },
  SCOPE_ABOVE_OWN: {
    kind: 'forbidden',
    title: { id: 'Wewenang itu melebihi wewenang Anda', en: 'That scope is above your own' },
    detail: {
      id: 'Batasi pengguna ini setidaknya seperti Anda dibatasi.',
      en: 'Limit this user at least as you are limited.',
    },
  },
  SCOPE_MIXED: {
    kind: 'rule',
    title: { id: 'Wewenang bercampur', en: 'A mixture of scopes' },
    detail: {
      id: 'Pilih salah satu: semua situs, beberapa area, satu reseller, atau satu pelanggan.',
      en: 'Choose one: all sites, some areas, one reseller, or one customer.',
    },
  },
  ROLE_KEY_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kunci peran sudah dipakai', en: 'The key of the role is taken' },
    detail: { id: 'Peran lain memakai kunci {key}.', en: 'Another role uses the key {key}.' },
  },
  ROLE_BUILT_IN: {
    kind: 'conflict',
    title: { id: 'Peran bawaan tidak dapat diubah', en: 'A role that comes with the product cannot be changed' },
    detail: { id: 'Buat peran sendiri.', en: 'Make a role of your own.' },
  },
  ROLE_IN_USE: {
    kind: 'conflict',
    title: { id: 'Peran masih dipakai', en: 'The role is in use' },
    detail: { id: 'Beri penggunanya peran lain dahulu.', en: 'Give its users another role first.' },
  },
  APPROVAL_REQUIRED: {
    kind: 'conflict',
    title: { id: 'Perlu persetujuan orang kedua', en: 'A second person has to approve' },
    detail: {
      id: 'Minta persetujuan atas permintaan {approvalId}, lalu kirim ulang permintaan yang sama.',
      en: 'Have the approval {approvalId} granted, then send the same request again.',
    },
  },
  APPROVAL_DECIDED: {
    kind: 'conflict',
    title: { id: 'Permintaan itu tidak menunggu lagi', en: 'That request no longer waits' },
    detail: { id: 'Keadaannya {state}.', en: 'Its state is {state}.' },
  },
  OWN_APPROVAL: {
    kind: 'forbidden',
    title: { id: 'Permintaan sendiri tidak boleh disetujui sendiri', en: 'Nobody decides about his own request' },
  },
  APPROVAL_NOT_YOURS: {
    kind: 'forbidden',
    title: { id: 'Anda tidak berwenang memutuskan ini', en: 'You may not decide about this' },
    detail: { id: 'Peran Anda tidak memiliki izin {permission}.', en: 'Your role lacks the permission {permission}.' },
  },
});
