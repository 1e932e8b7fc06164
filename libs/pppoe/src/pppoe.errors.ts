import { defineErrors } from '@app/core';

/** Errors of this lib. */
export const PppoeErrors = defineErrors('PPPOE', {
  USERNAME_TAKEN: {
    kind: 'conflict',
    title: {
      id: 'Username sudah dipakai di router ini atau di grupnya',
      en: 'The username is taken on this router or in its group',
    },
  },
  SUBSCRIPTION_HAS_ACCOUNT: {
    kind: 'conflict',
    title: { id: 'Langganan ini sudah punya akun PPPoE', en: 'This subscription has its PPPoE account already' },
  },
  SUBSCRIPTION_HAS_LINE: {
    kind: 'conflict',
    title: { id: 'Langganan ini sudah punya jalur statis', en: 'This subscription has its static line already' },
  },
  LINE_NAME_TAKEN: {
    kind: 'conflict',
    title: { id: 'Nama queue sudah dipakai di router ini', en: 'A line of this router has this name already' },
  },
  DEVICE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Perangkat ini sudah dipakai jalur lain', en: 'The device belongs to another line of this router' },
  },
  PLAN_NOT_STATIC: {
    kind: 'rule',
    title: { id: 'Paket langganan ini bukan IP statis', en: 'The plan of this subscription is not for static lines' },
    detail: { id: 'Pilih paket dengan jenis layanan STATIC.', en: 'Choose a plan whose service kind is STATIC.' },
  },
  ADDRESS_TAKEN: {
    kind: 'conflict',
    title: {
      id: 'Alamat IP sudah dipakai akun lain di router ini',
      en: 'The address belongs to another account of this router',
    },
  },
  POOL_NAME_TAKEN: {
    kind: 'conflict',
    title: { id: 'Nama pool sudah dipakai di cabang ini', en: 'The site has a pool of this name already' },
  },
  POOL_EXHAUSTED: {
    kind: 'conflict',
    title: { id: 'Pool alamat sudah habis', en: 'The pool has no free address left' },
    detail: {
      id: 'Perluas pool, atau lepaskan alamat yang tidak dipakai.',
      en: 'Make the pool larger, or release addresses that nobody needs.',
    },
  },
  POOL_NOT_FOR_ACCOUNT: {
    kind: 'rule',
    title: { id: 'Pool ini bukan untuk akun tersebut', en: 'The pool is not for this account' },
    detail: {
      id: 'Pool harus aktif, dari jenis yang sesuai, dan milik cabang atau router akun.',
      en: 'A pool has to be active, of the right kind, and of the site or router of the account.',
    },
  },
  POOL_IN_USE: {
    kind: 'conflict',
    title: { id: 'Pool masih atau pernah dipakai', en: 'The pool is, or was, in use' },
    detail: { id: 'Nonaktifkan pool alih-alih menghapusnya.', en: 'Retire the pool instead of deleting it.' },
  },
  POOL_NOT_OF_ROUTER: {
    kind: 'rule',
    title: { id: 'Pool bukan milik router ini', en: 'The pool is not on this router' },
    detail: {
      id: 'Pilih pool jenis DYNAMIC di router yang sama; pengaturan umum tidak punya pool.',
      en: 'Choose a DYNAMIC pool of the same router; general settings have none.',
    },
  },
  ROUTER_OF_OTHER_SITE: {
    kind: 'rule',
    title: { id: 'Router milik cabang lain', en: 'The router belongs to another site' },
    detail: { id: 'Pilih router di cabang langganan ini.', en: 'Choose a router of the site of the subscription.' },
  },
});
