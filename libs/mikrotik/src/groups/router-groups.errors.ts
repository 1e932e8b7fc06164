import { defineErrors } from '@app/core';

/** Errors of router groups. */
export const RouterGroupErrors = defineErrors('MIKROTIK', {
  GROUP_NAME_TAKEN: {
    kind: 'conflict',
    title: { id: 'Nama grup router sudah dipakai', en: 'The name of the router group is taken' },
    detail: { id: 'Pilih nama lain untuk grup di cabang ini.', en: 'Choose another name for the group in this site.' },
  },
  GROUP_MEMBER_INVALID: {
    kind: 'rule',
    title: { id: 'Router tidak bisa menjadi anggota', en: 'A router cannot be a member' },
    detail: {
      id: 'Setiap anggota harus router dari cabang grup ini, sekali saja, dan bukan anggota grup lain.',
      en: 'Every member must be a router of the site of the group, named once, and in no other group.',
    },
  },
  GROUP_FAILOVER_ACTIVE: {
    kind: 'conflict',
    title: { id: 'Pelanggan router sedang dialihkan', en: 'The subscribers of a router are moved at the moment' },
    detail: {
      id: 'Kembalikan dulu pelanggannya (fail-back), lalu ubah anggota atau hapus grup.',
      en: 'Take its subscribers back first, then change the members or delete the group.',
    },
  },
  GROUP_NOT_A_MEMBER: {
    kind: 'rule',
    title: { id: 'Router bukan anggota grup ini', en: 'The router is no member of this group' },
  },
  GROUP_NO_HEALTHY_MEMBER: {
    kind: 'conflict',
    title: { id: 'Tidak ada router sehat di grup ini', en: 'No router of the group is healthy' },
    detail: {
      id: 'Tunggu sampai salah satu router online, atau pilih router sendiri.',
      en: 'Wait until one of its routers is online, or choose a router yourself.',
    },
  },
  GROUP_FULL: {
    kind: 'conflict',
    title: { id: 'Semua router di grup ini penuh', en: 'Every router of the group is full' },
    detail: {
      id: 'Naikkan kapasitas anggota atau tambah router.',
      en: 'Raise the capacity of a member or add a router.',
    },
  },
  GROUP_FAIL_BACK_TOO_EARLY: {
    kind: 'conflict',
    title: { id: 'Router belum siap menerima pelanggannya kembali', en: 'The router is not ready for its subscribers' },
    detail: {
      id: 'Router harus online, tidak dalam pemeliharaan, dan selesai disinkronkan.',
      en: 'It has to be online, out of maintenance, and in step with what is wanted on it.',
    },
  },
});
