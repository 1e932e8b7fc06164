import { defineErrors } from '@app/core';

/** Errors of hotspot accounts, sessions and bindings. */
export const HotspotErrors = defineErrors('HOTSPOT', {
  USERNAME_TAKEN: {
    kind: 'conflict',
    title: { id: 'Username sudah dipakai di lokasi ini', en: 'The user name is taken at this site' },
  },
  USERNAME_OF_VOUCHER: {
    kind: 'conflict',
    title: { id: 'Username ini adalah kode voucher yang masih berlaku', en: 'The user name is the code of a voucher' },
    detail: { id: 'Pilih nama lain.', en: 'Choose another name.' },
  },
  SUBSCRIPTION_HAS_ACCOUNT: {
    kind: 'conflict',
    title: { id: 'Langganan ini sudah punya akun hotspot', en: 'This subscription has its hotspot account already' },
  },
  PLAN_NOT_HOTSPOT: {
    kind: 'rule',
    title: { id: 'Paket langganan ini bukan hotspot', en: 'The plan of this subscription is not for hotspot' },
    detail: { id: 'Pilih paket dengan jenis layanan HOTSPOT.', en: 'Choose a plan whose service kind is HOTSPOT.' },
  },
  ROUTER_OF_OTHER_SITE: {
    kind: 'rule',
    title: { id: 'Router milik cabang lain', en: 'The router belongs to another site' },
  },
  DEVICE_BOUND: {
    kind: 'conflict',
    title: { id: 'Perangkat ini sudah diatur di router ini', en: 'The router has a binding of this device already' },
  },
});
