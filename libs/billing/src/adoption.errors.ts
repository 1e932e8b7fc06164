import { defineErrors } from '@app/core';

/** Refusals of services that are taken over. */
export const AdoptionErrors = defineErrors('BILLING_ADOPTION', {
  PLAN_NOT_ADOPTABLE: {
    kind: 'rule',
    title: { id: 'Paket tidak cocok untuk pengambilalihan', en: 'Services cannot be taken over to this plan' },
    detail: {
      id: 'Paket {code} bukan paket PPPoE dengan tagihan berkala.',
      en: 'Plan {code} is not a PPPoE plan that is billed by the period.',
    },
  },
});
