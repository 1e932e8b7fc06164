import { defineErrors } from '@app/core';

/** Refusals of customers. */
export const CustomersErrors = defineErrors('CUSTOMERS', {
  CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode pelanggan sudah dipakai', en: 'The customer code is taken' },
    detail: { id: 'Pelanggan lain memakai kode {code}.', en: 'Another customer uses the code {code}.' },
  },
  ARCHIVED: {
    kind: 'conflict',
    title: { id: 'Pelanggan sudah diarsipkan', en: 'The customer is archived' },
  },
  NOT_ARCHIVED: {
    kind: 'conflict',
    title: { id: 'Pelanggan belum diarsipkan', en: 'The customer is not archived yet' },
    detail: { id: 'Arsipkan dahulu pelanggan ini.', en: 'Archive the customer first.' },
  },
  ANONYMIZED: {
    kind: 'conflict',
    title: { id: 'Data pribadi pelanggan sudah dihapus', en: 'The personal data of the customer is removed already' },
  },
  PLACE_OF_OTHER_SITE: {
    kind: 'rule',
    title: { id: 'Area atau reseller itu milik situs lain', en: 'That area or reseller belongs to another site' },
  },
  LEAVES_SCOPE: {
    kind: 'forbidden',
    title: { id: 'Pelanggan itu akan keluar dari wewenang Anda', en: 'The customer would leave your scope' },
    detail: {
      id: 'Isi area dan reseller yang termasuk wewenang Anda.',
      en: 'Give an area and a reseller of your own.',
    },
  },
  AREA_NAME_TAKEN: {
    kind: 'conflict',
    title: { id: 'Nama area sudah dipakai di situs ini', en: 'The site has an area of that name' },
  },
  AREA_IN_USE: {
    kind: 'conflict',
    title: { id: 'Area masih dipakai', en: 'The area is in use' },
    detail: {
      id: 'Pindahkan dahulu pelanggan dan pengguna area ini.',
      en: 'Move its customers and users first.',
    },
  },
  RESELLER_NAME_TAKEN: {
    kind: 'conflict',
    title: { id: 'Nama reseller sudah dipakai di situs ini', en: 'The site has a reseller of that name' },
  },
});
