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
  ADDRESS_TAKEN: {
    kind: 'conflict',
    title: {
      id: 'Alamat IP sudah dipakai akun lain di router ini',
      en: 'The address belongs to another account of this router',
    },
  },
  ROUTER_OF_OTHER_SITE: {
    kind: 'rule',
    title: { id: 'Router milik cabang lain', en: 'The router belongs to another site' },
    detail: { id: 'Pilih router di cabang langganan ini.', en: 'Choose a router of the site of the subscription.' },
  },
});
